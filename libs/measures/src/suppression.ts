/** The counts behind one published rate. */
export interface Cells {
  readonly numerator: number;
  readonly denominator: number;
  readonly excluded: number;
  readonly open: number;
}

/** The least count that may be published; none is published too. CMS: cell size suppression policy. */
export const LEAST_CELL = 11;

const isSmall = (count: number): boolean => count > 0 && count < LEAST_CELL;

/** What is hidden together: whoever knows two of the three counts of a rate knows the third. */
const PARTS = {
  rate: ({ numerator, denominator }: Cells) => [numerator, denominator - numerator],
  excluded: ({ excluded }: Cells) => [excluded],
  open: ({ open }: Cells) => [open],
} as const;

export interface Hidden<Group extends Cells> {
  readonly groups: ReadonlySet<Group>;
  /** Whether the total has to be hidden too: it has a small cell itself. */
  readonly total: boolean;
}

/** What must not be published of groups beside their total, part by part. */
export const suppress = <Group extends Cells>(
  groups: readonly Group[],
): { readonly [Part in keyof typeof PARTS]: Hidden<Group> } => ({
  rate: hiddenOf(groups, PARTS.rate),
  excluded: hiddenOf(groups, PARTS.excluded),
  open: hiddenOf(groups, PARTS.open),
});

/**
 * The groups with a small cell; and since what is hidden together can be computed from the total, as many more, the smallest
 * first, as make it at least two groups with no small cell between them.
 */
const hiddenOf = <Group extends Cells>(
  groups: readonly Group[],
  cells: (group: Group) => readonly number[],
): Hidden<Group> => {
  const together = (all: readonly Group[]): number[] =>
    all.map(cells).reduce<number[]>((sums, own) => own.map((count, n) => count + (sums[n] ?? 0)), []);
  const size = (group: Group): number => cells(group).reduce((sum, count) => sum + count, 0);
  const hidden = new Set(groups.filter((group) => cells(group).some(isSmall)));
  const isDerivable = (): boolean => hidden.size === 1 || together([...hidden]).some(isSmall);
  const others = groups.filter((group) => !hidden.has(group) && size(group) > 0);
  for (const next of others.sort((a, b) => size(a) - size(b))) {
    if (!isDerivable()) break;
    hidden.add(next);
  }
  return { groups: hidden, total: together(groups).some(isSmall) };
};
