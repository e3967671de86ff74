import { addDays, daysBetween } from '../local-date.ts';
import type { Timeline } from '../timeline.ts';
import { RELAPSE_EXTENTS, type RelapseExtent } from './relapse-event.ts';

/**
 * What counts as a relapse. There is no accepted definition (one review counted 101 in 251 papers), so a result names the
 * rule that it was made by. `version` is raised whenever the same reports would be classified otherwise.
 */
export interface RelapseRule {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** The substances that count; absent for all. */
  readonly substances?: readonly string[];
  /** The least extent that is a relapse by itself. One whose extent nobody told counts as a single use. */
  readonly threshold: RelapseExtent;
  /** Fewer days since the use before, or since the first admission, and it is use that goes on. */
  readonly minimumAbstinenceDays: number;
  /** A lapse with another one so many days before it at most is a relapse; 0 for never. */
  readonly lookBackDays: number;
}

export type UseKind = 'relapse' | 'lapse' | 'continued-use' | 'not-counted';

export interface ClassifiedUse {
  readonly relapse: Timeline['relapses'][number];
  readonly kind: UseKind;
  /** Why, in a sentence. */
  readonly explanation: string;
}

export const relapseRules: readonly RelapseRule[] = [
  {
    id: 'any-use',
    version: 1,
    title: 'Any use after admission',
    threshold: 'single-use',
    minimumAbstinenceDays: 0,
    lookBackDays: 0,
  },
  {
    id: 'return-to-use',
    version: 1,
    title: 'An episode of use, or two lapses in 30 days, after 14 days of abstinence',
    threshold: 'episode',
    minimumAbstinenceDays: 14,
    lookBackDays: 30,
  },
];

export const relapseRuleById = (id: string): RelapseRule | undefined =>
  relapseRules.find((rule) => rule.id === id);

/** Every report as a rule sees it, in the order in which it was true. */
export const classifyRelapses = (
  { relapses, stays }: Pick<Timeline, 'relapses' | 'stays'>,
  rule: RelapseRule,
): ClassifiedUse[] => {
  const classified: ClassifiedUse[] = [];
  for (const relapse of relapses) {
    const counted = classified.filter(({ kind }) => kind !== 'not-counted');
    classified.push({ relapse, ...judge(relapse, counted, stays[0]?.begin.day, rule) });
  }
  return classified;
};

const judge = (
  { substances, extent = 'single-use', day }: Timeline['relapses'][number],
  earlier: readonly ClassifiedUse[],
  admittedOn: string | undefined,
  rule: RelapseRule,
): Omit<ClassifiedUse, 'relapse'> => {
  const named = rule.substances;
  if (named && !substances.some((one) => named.includes(one)))
    return { kind: 'not-counted', explanation: `${substances.join(', ')} is not among ${named.join(', ')}.` };
  const last = earlier.at(-1)?.relapse.day ?? admittedOn;
  const abstinent = last === undefined || last > day ? undefined : daysBetween(last, day);
  if (abstinent !== undefined && abstinent < rule.minimumAbstinenceDays)
    return {
      kind: 'continued-use',
      explanation: `${abstinent} days since ${last}: fewer than ${rule.minimumAbstinenceDays}.`,
    };
  if (RELAPSE_EXTENTS.indexOf(extent) >= RELAPSE_EXTENTS.indexOf(rule.threshold))
    return { kind: 'relapse', explanation: `${extent} on ${day}: ${rule.threshold} is enough.` };
  const since = addDays(day, -rule.lookBackDays);
  const before = earlier.find(({ kind, relapse }) => kind === 'lapse' && relapse.day >= since);
  return rule.lookBackDays > 0 && before
    ? { kind: 'relapse', explanation: `${extent} on ${day}, and one before it on ${before.relapse.day}.` }
    : { kind: 'lapse', explanation: `${extent} on ${day}: less than ${rule.threshold}.` };
};
