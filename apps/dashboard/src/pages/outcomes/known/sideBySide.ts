/** The groups of two answers to one question, each with what either says of it: a group may be in one of them only. */
export function sideBySide<Group extends { key: string }>(before: readonly Group[], after: readonly Group[]) {
  const [then, now] = [before, after].map((groups) => new Map(groups.map((group) => [group.key, group]))) as [
    Map<string, Group>,
    Map<string, Group>,
  ];
  return [...new Map([...then, ...now]).values()].map((group) => ({
    group,
    before: then.get(group.key),
    after: now.get(group.key),
  }));
}
