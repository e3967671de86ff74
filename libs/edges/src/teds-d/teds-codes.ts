import type { DischargeReason, LevelOfCare } from '@stepwell/pathway';

/**
 * The eight service settings of TEDS (SAMHSA TEDS-D codebook, SERVICES 1–8, in this order). Detoxification is
 * withdrawal management wherever it is done: the eighth is ambulatory. Setting 3 is 24-hour medical care in a hospital
 * other than for detoxification. Setting 6 holds partial hospitalization too: TEDS does not tell the two apart.
 */
export const LEVEL_OF_SETTING: Readonly<Record<string, LevelOfCare>> = {
  'Detox 24hr Hospital': 'withdrawal-management',
  'Detox 24hr Residential': 'withdrawal-management',
  'Rehab Hospital': 'inpatient',
  'Rehab Short-term (≤30 days)': 'residential',
  'Rehab Long-term (>30 days)': 'residential',
  'Intensive Outpatient': 'intensive-outpatient',
  'Non-intensive Outpatient': 'outpatient',
  'Outpatient Detox': 'withdrawal-management',
};

/** REASON 1–7, in this order. */
export const REASON_OF_LABEL: Readonly<Record<string, DischargeReason>> = {
  'Treatment completed': 'completed',
  'Dropped out': 'against-advice',
  'Terminated by facility': 'terminated-by-facility',
  Transferred: 'transferred',
  Incarcerated: 'incarcerated',
  Death: 'death',
  Other: 'other',
};

/** PRIMPAY and HLTHINS: those that are a coverage. Self-pay and no charge are none. */
export const INSURERS: ReadonlySet<string> = new Set([
  'Medicaid',
  'Medicare',
  'Medicare/Other',
  'Private insurance',
  'Private/Blue Cross/HMO',
  'Other government',
]);

const OF_THE_DISCHARGE = new Set([
  ...['discharge_year', 'discharge_reason', 'length_of_stay', 'short_stay', 'long_stay'],
  ...['completed_treatment', 'dropped_out', 'terminated', 'transferred'],
  ...['employment_improved', 'housing_improved', 'arrests_reduced'],
]);

/** Whether a column tells of the discharge; every other one tells of the admission. */
export const tellsOfDischarge = (column: string): boolean =>
  OF_THE_DISCHARGE.has(column) || column.endsWith('_discharge');
