/** The instruments that are understood: what they are called, asked and scored by. */
export const INSTRUMENTS_KNOWN = ['PHQ-9', 'GAD-7', 'AUDIT', 'BAM'] as const;
export type InstrumentId = (typeof INSTRUMENTS_KNOWN)[number];

export interface SeverityBand {
  readonly from: number;
  readonly name: string;
}

/** How an instrument is scored and read. `version` is raised whenever the same answers would be read otherwise. */
export interface Instrument {
  readonly id: InstrumentId;
  readonly version: number;
  readonly title: string;
  /** The answers that each item takes, in the order of the instrument. */
  readonly items: readonly (readonly number[])[];
  /** The items, counted from 1, whose sum is the score. */
  readonly scored: readonly number[];
  /** Sums of their own, by the items counted from 1. */
  readonly subscales?: Readonly<Record<string, readonly number[]>>;
  readonly mostScore: number;
  /** From the least severe; each from its score up to the next. */
  readonly bands: readonly SeverityBand[];
  /** In remission below this score. */
  readonly cutOff: number;
  /** Who begins at this score or above is a case: nobody else can respond or remit. */
  readonly caseFrom: number;
  readonly source: string;
}

const upTo = (most: number): readonly number[] => Array.from({ length: most + 1 }, (_, n) => n);
const times = <T>(count: number, one: T): readonly T[] => Array.from({ length: count }, () => one);
const all = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n + 1);

/**
 * Depression. Kroenke, Spitzer and Williams, J Gen Intern Med 2001; 16: 606–613: nine items of 0 to 3, bands at 5, 10, 15
 * and 20. A case is a score of 10 or more, remission one below 5, see `outcome-trend.ts`.
 */
const phq9: Instrument = {
  id: 'PHQ-9',
  version: 1,
  title: 'Patient Health Questionnaire, depression',
  items: times(9, upTo(3)),
  scored: all(9),
  mostScore: 27,
  bands: [
    { from: 0, name: 'minimal' },
    { from: 5, name: 'mild' },
    { from: 10, name: 'moderate' },
    { from: 15, name: 'moderately severe' },
    { from: 20, name: 'severe' },
  ],
  cutOff: 5,
  caseFrom: 10,
  source: 'Kroenke, Spitzer, Williams 2001',
};

/**
 * Anxiety. Spitzer, Kroenke, Williams and Löwe, Arch Intern Med 2006; 166: 1092–1097: seven items of 0 to 3, bands at 5,
 * 10 and 15, and 10 or more for a case. No cut-off for remission is agreed upon: below the first band is read as remission, as
 * for the PHQ-9.
 */
const gad7: Instrument = {
  id: 'GAD-7',
  version: 1,
  title: 'Generalized Anxiety Disorder',
  items: times(7, upTo(3)),
  scored: all(7),
  mostScore: 21,
  bands: [
    { from: 0, name: 'minimal' },
    { from: 5, name: 'mild' },
    { from: 10, name: 'moderate' },
    { from: 15, name: 'severe' },
  ],
  cutOff: 5,
  caseFrom: 10,
  source: 'Spitzer, Kroenke, Williams, Löwe 2006',
};

/**
 * Alcohol. Babor, Higgins-Biddle, Saunders and Monteiro, AUDIT: guidelines for use in primary care, 2nd edition, WHO 2001
 * (WHO/MSD/MSB/01.6a): eight items of 0 to 4, the last two 0, 2 or 4; zones at 8, 16 and 20. Response and remission are our
 * own reading: half of the score, and the lowest zone.
 */
const audit: Instrument = {
  id: 'AUDIT',
  version: 1,
  title: 'Alcohol Use Disorders Identification Test',
  items: [...times(8, upTo(4)), ...times(2, [0, 2, 4])],
  scored: all(10),
  mostScore: 40,
  bands: [
    { from: 0, name: 'low risk' },
    { from: 8, name: 'hazardous' },
    { from: 16, name: 'harmful' },
    { from: 20, name: 'possible dependence' },
  ],
  cutOff: 8,
  caseFrom: 8,
  source: 'Babor et al., WHO 2001',
};

/**
 * Recovery from substance use in the last thirty days, in the version whose answers are all 0 to 4 (item 14 is no or yes,
 * 0 or 4; item 17 is not scored). Cacciola et al., J Subst Abuse Treat 2013; 44: 256–263; subscales and the reading of any
 * use as a finding by the scoring guidelines of the US Department of Veterans Affairs: use is items 4 to 6, risk 1, 2, 3,
 * 8, 11 and 15, protection 9, 10, 12, 13, 14 and 16. The score is that of use: the three must not be added up.
 * Response and remission are our own reading: half of the use, and none.
 */
const bam: Instrument = {
  id: 'BAM',
  version: 1,
  title: 'Brief Addiction Monitor',
  items: [...times(13, upTo(4)), [0, 4], ...times(3, upTo(4))],
  scored: [4, 5, 6],
  subscales: { use: [4, 5, 6], risk: [1, 2, 3, 8, 11, 15], protection: [9, 10, 12, 13, 14, 16] },
  mostScore: 12,
  bands: [
    { from: 0, name: 'no use' },
    { from: 1, name: 'use' },
  ],
  cutOff: 1,
  caseFrom: 1,
  source: 'Cacciola et al. 2013; VA scoring guidelines',
};

const INSTRUMENTS: Readonly<Record<InstrumentId, Instrument>> = {
  'PHQ-9': phq9,
  'GAD-7': gad7,
  AUDIT: audit,
  BAM: bam,
};

export const instruments: readonly Instrument[] = Object.values(INSTRUMENTS);
export const instrumentOf = (id: InstrumentId): Instrument => INSTRUMENTS[id];

/** What answers amount to, or what is wrong with them in a sentence. */
export const scoreOf = (
  { items, scored, subscales }: Instrument,
  answers: readonly number[],
): { readonly score: number; readonly subscales?: Readonly<Record<string, number>> } | string => {
  if (answers.length !== items.length) return `It has ${items.length} items, and ${answers.length} came.`;
  const wrong = answers.findIndex((answer, n) => !items[n]!.includes(answer));
  if (wrong >= 0) return `Item ${wrong + 1} takes ${items[wrong]!.join(', ')}.`;
  const sum = (numbers: readonly number[]): number =>
    numbers.reduce((total, number) => total + answers[number - 1]!, 0);
  const sums = subscales && Object.entries(subscales).map(([name, own]) => [name, sum(own)] as const);
  return { score: sum(scored), ...(sums && { subscales: Object.fromEntries(sums) }) };
};

export const severityOf = ({ bands }: Instrument, score: number): string =>
  bands.findLast(({ from }) => from <= score)!.name;
