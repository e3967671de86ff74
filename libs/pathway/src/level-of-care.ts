/** The levels of care, from most to least intensive. */
export const LEVELS_OF_CARE = [
  'inpatient',
  'withdrawal-management',
  'residential',
  'partial-hospitalization',
  'intensive-outpatient',
  'outpatient',
  'aftercare',
] as const;

export type LevelOfCare = (typeof LEVELS_OF_CARE)[number];

/** Intensity: what decides whether a change of level is a step up, a step down or lateral. */
const RANK: Record<LevelOfCare, number> = {
  inpatient: 6,
  'withdrawal-management': 6,
  residential: 5,
  'partial-hospitalization': 4,
  'intensive-outpatient': 3,
  outpatient: 2,
  aftercare: 1,
};

export const rank = (level: LevelOfCare): number => RANK[level];

export type Direction = 'step-up' | 'step-down' | 'lateral';

export const direction = (from: LevelOfCare, to: LevelOfCare): Direction => {
  const difference = rank(to) - rank(from);
  return difference > 0 ? 'step-up' : difference < 0 ? 'step-down' : 'lateral';
};

/** A level as its source coded it (ASAM 3.7, TEDS 04 …): kept as sent, never translated to another edition. */
export interface LevelCode {
  readonly system: string;
  readonly edition?: string;
  readonly code: string;
}
