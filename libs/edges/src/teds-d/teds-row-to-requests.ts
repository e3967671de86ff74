import { Refusal, canonicalJson } from '@stepwell/event-sourcing';
import type { Circumstances, Person, PathwayCommand, PathwayRequest, Placement } from '@stepwell/pathway';
import { derivedId, digestOf, patientIdOf } from '../ids.ts';
import { INSURERS, LEVEL_OF_SETTING, REASON_OF_LABEL, tellsOfDischarge } from './teds-codes.ts';
import { tedsFacilityOf, type TedsFacility } from './teds-facilities.ts';
import type { TedsRow } from './teds-rows.ts';

export type TedsRowFault =
  | 'missing-patient-id'
  | 'bad-year'
  | 'unknown-state'
  | 'unknown-service-setting'
  | 'unknown-discharge-reason';

/**
 * What one row of TEDS-D asks to be recorded: one episode of a patient whom only this row knows.
 *
 * The row says in which year the patient was discharged and nothing nearer. So all of it is placed in the middle of that
 * year with the precision `year`: the admission, a change of setting and the discharge a millisecond apart, in their
 * order, and no day in between that anyone could count as a day of care. What the row says of the length of stay is kept
 * in its own words. Blank means not known and is left out.
 */
export const tedsRowToRequests = (row: TedsRow): PathwayRequest[] | Refusal<TedsRowFault> => {
  const known = particularsOf(row);
  if (known instanceof Refusal) return known;
  const { year, patientId, facility } = known;
  const middle = Date.UTC(Number(year), 6, 2, 12);
  const digest = digestOf(canonicalJson(row));
  const request = (n: number, step: string, commands: readonly PathwayCommand[]): PathwayRequest => ({
    patientId,
    commandId: derivedId('teds-d', year, row.patient_id!, step),
    commandDigest: digest,
    occurredAt: new Date(middle + n).toISOString(),
    precision: 'year',
    source: { system: SYSTEM, facility: facility.facilityId },
    actor: SYSTEM,
    commands,
    fromFeed: true,
  });
  const changed = row.service_type_admit !== row.service_type_discharge && row.service_type_discharge !== '';
  return [
    request(0, 'admission', [demographics(row, known), ...coverage(row, known), admission(row, known)]),
    ...(changed ? [request(1, 'transition', [transition(row, known)])] : []),
    request(2, 'discharge', [discharge(row, known)]),
  ];
};

const SYSTEM = 'TEDS-D';

/** What must be known of a row before any of it can be recorded. */
interface Particulars {
  readonly year: string;
  readonly patientId: string;
  readonly episodeId: string;
  readonly facility: TedsFacility;
}

const particularsOf = (row: TedsRow): Particulars | Refusal<TedsRowFault> => {
  const { patient_id: patient = '', discharge_year: year = '', state = '' } = row;
  if (!patient) return new Refusal('missing-patient-id', 'Give the row a patient_id.');
  if (!/^[12]\d{3}$/.test(year)) return new Refusal('bad-year', `Give discharge_year as YYYY, not ${year}.`);
  const facility = tedsFacilityOf(state);
  if (!facility) return new Refusal('unknown-state', `Give the state’s FIPS code, not ${state}.`);
  for (const setting of [row.service_type_admit!, row.service_type_discharge || row.service_type_admit!])
    if (!Object.hasOwn(LEVEL_OF_SETTING, setting)) {
      const settings = Object.keys(LEVEL_OF_SETTING).join(', ');
      return new Refusal('unknown-service-setting', `Give one of ${settings}, not ${setting}.`);
    }
  if (!Object.hasOwn(REASON_OF_LABEL, row.discharge_reason!)) {
    const reasons = Object.keys(REASON_OF_LABEL).join(', ');
    return new Refusal('unknown-discharge-reason', `Give one of ${reasons}, not ${row.discharge_reason}.`);
  }
  const patientId = patientIdOf(identifierOf(row));
  return { year, patientId, facility, episodeId: derivedId('episode', 'teds-d', patientId) };
};

/** TEDS numbers a year's rows, not people: the number means something together with the year. */
const identifierOf = (row: TedsRow) => ({
  system: `${SYSTEM} ${row.discharge_year}`,
  value: row.patient_id!,
});

const SEX: Readonly<Record<string, Person['sex']>> = { Male: 'male', Female: 'female' };

/** An age group is no birth date, so there is none. */
const demographics = (row: TedsRow, { patientId }: Particulars): PathwayCommand => ({
  type: 'ReceiveDemographics',
  data: { patientId, person: { sex: SEX[row.sex ?? ''] }, identifiers: [identifierOf(row)] },
});

/** Who pays for the treatment, or else who insures the patient, in that year. */
const coverage = (row: TedsRow, { patientId, year }: Particulars): PathwayCommand[] => {
  const payerId = [row.payment_source, row.health_insurance].find((one) => one && INSURERS.has(one));
  if (!payerId) return [];
  const from = `${year}-01-01`;
  const coverageId = derivedId('coverage', patientId, payerId, '', from);
  return [{ type: 'ReceiveCoverage', data: { coverageId, payerId, from, seenOn: from, person: {} } }];
};

const placement = (setting: string, { facility }: Particulars): Placement => ({
  level: LEVEL_OF_SETTING[setting]!,
  levelCode: { system: SYSTEM, code: setting },
  facilityId: facility.facilityId,
  timeZone: facility.timeZone,
});

const admission = (row: TedsRow, known: Particulars): PathwayCommand => ({
  type: 'AdmitPatient',
  data: {
    ...placement(row.service_type_admit!, known),
    ...circumstances(row, 'admit'),
    episodeId: known.episodeId,
    stayId: derivedId('stay', known.episodeId, 'admission'),
    diagnoses: diagnosesOf(row),
    referralSource: row.referral_source || undefined,
  },
});

const transition = (row: TedsRow, known: Particulars): PathwayCommand => ({
  type: 'TransitionLevelOfCare',
  data: {
    ...placement(row.service_type_discharge!, known),
    stayId: derivedId('stay', known.episodeId, 'transition'),
    episode: { episodeId: known.episodeId },
  },
});

const discharge = (row: TedsRow, { episodeId }: Particulars): PathwayCommand => ({
  type: 'DischargePatient',
  data: {
    ...circumstances(row, 'discharge'),
    episode: { episodeId },
    // The label, not the publisher's flags beside it: those of this file are shifted by one reason.
    reason: REASON_OF_LABEL[row.discharge_reason!]!,
    disposition: row.discharge_reason,
    lengthOfStay: row.length_of_stay || undefined,
  },
});

const circumstances = (row: TedsRow, when: 'admit' | 'discharge'): Circumstances => {
  const substances = ['primary', 'secondary', 'tertiary'].map((rank) => row[`${rank}_substance_${when}`]);
  const told = substances.filter((substance): substance is string => Boolean(substance));
  return {
    substances: told.length > 0 ? told : undefined,
    livingArrangement: row[`living_arrangement_${when}`] || undefined,
    employment: row[`employment_${when}`] || undefined,
    teds: columnsOf(row, when),
  };
};

/** The columns of the row as sent, but for blank ones and the patient's number, which stands among the identifiers. */
const columnsOf = (row: TedsRow, when: 'admit' | 'discharge'): Record<string, string> =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([column, value]) =>
        value !== '' && column !== 'patient_id' && tellsOfDischarge(column) === (when === 'discharge'),
    ),
  );

/** DSMCRIT: the codes 1–19 of the codebook. The file writes them as decimal fractions (5.0). */
const diagnosesOf = ({ dsm_diagnosis: sent = '' }: TedsRow) =>
  /^\d+(\.0)?$/.test(sent) ? [{ system: 'TEDS-D DSMCRIT', code: String(Number(sent)) }] : undefined;
