import { RELAPSE_EXTENTS, daysBetween, type LocalDate, type Timeline } from '@stepwell/pathway';
import { isExactToTheDay } from './measure.ts';
import { days, type Parameter } from './parameters.ts';

/**
 * Which reports of use are a relapse: the rule `any-use`, version 1. There is no accepted definition, so the rule is data
 * with a name, and every part of it can be set otherwise; a step up is not by itself a relapse.
 */
export const RELAPSE_RULE = {
  substances: {
    value: [],
    means: 'The substances whose use counts, by their names; none: every one.',
  } as Parameter<readonly string[]>,
  leastExtent: {
    value: 'single-use',
    means:
      'The least extent of use that counts. A report that does not say its extent is taken for the least.',
    oneOf: RELAPSE_EXTENTS,
  } as Parameter<string>,
  minimumAbstinenceDays: days(
    0,
    'Days without reported use, and since the admission, before use is a relapse.',
    0,
    365,
  ),
  lookBackDays: days(90, 'How far before a report earlier use is looked for.', 0, 730),
};

export interface RelapseRule {
  readonly substances: readonly string[];
  readonly leastExtent: string;
  readonly minimumAbstinenceDays: number;
  readonly lookBackDays: number;
}

type Relapse = Timeline['relapses'][number];

/** The first relapse after an admission. */
export const relapseAfter = (
  { relapses }: Timeline,
  admitted: { readonly at: string; readonly day: LocalDate },
  rule: RelapseRule,
): Relapse | undefined => {
  const dated = relapses.filter(({ precision }) => isExactToTheDay(precision));
  return dated.find(
    (use, n) =>
      use.at > admitted.at && counts(use, rule) && isAbstinent(use, dated[n - 1], admitted.day, rule),
  );
};

const counts = ({ substances, extent }: Relapse, rule: RelapseRule): boolean =>
  extentOf(extent) >= extentOf(rule.leastExtent) &&
  (rule.substances.length === 0 || substances.some((one) => rule.substances.includes(one)));

const extentOf = (extent: string = RELAPSE_EXTENTS[0]): number =>
  (RELAPSE_EXTENTS as readonly string[]).indexOf(extent);

/** Nothing was used for so long before this: neither by a report before it, nor before the admission. */
const isAbstinent = (
  { day }: Relapse,
  before: Relapse | undefined,
  admitted: LocalDate,
  { minimumAbstinenceDays, lookBackDays }: RelapseRule,
): boolean => {
  const since = before ? daysBetween(before.day, day) : Infinity;
  return (
    daysBetween(admitted, day) >= minimumAbstinenceDays &&
    (since > lookBackDays || since >= minimumAbstinenceDays)
  );
};
