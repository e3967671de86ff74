import { AGE_BANDS } from '@stepwell/measures';

/** By what a rate can be cut, and the key of a case's group. */
export const GROUP_KEY = {
  none: `'all'`,
  facility: 'facility_id',
  program: `coalesce(program_id, 'none')`,
  payer: `coalesce(payer_id, 'none')`,
  level: 'level',
  'age-band': `coalesce(age_band, 'unknown')`,
  'diagnosis-group': 'diagnosis_group',
  // A case that is dated by its year alone belongs to no month.
  month: `to_char(index_on, CASE index_precision WHEN 'year' THEN 'YYYY' ELSE 'YYYY-MM' END)`,
} as const;

/** What the key of a case's group is made of: counting by that first, the key is made once a group and not once a case. */
export const GROUP_COLUMNS: Readonly<Record<Grouping, string>> = {
  none: 'measure_id',
  facility: 'facility_id',
  program: 'program_id',
  payer: 'payer_id',
  level: 'level',
  'age-band': 'age_band',
  'diagnosis-group': 'diagnosis_group',
  month: 'index_on, index_precision',
};

export type Grouping = keyof typeof GROUP_KEY;
export const GROUPINGS = Object.keys(GROUP_KEY) as readonly Grouping[];

/** Where an age band stands among all of them; what is none comes last. */
export const ageOrder = (key: string): number => (AGE_BANDS as readonly string[]).indexOf(key) >>> 0;
