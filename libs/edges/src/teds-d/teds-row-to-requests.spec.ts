import fc from 'fast-check';
import { MemoryEventStore, Refusal, foldAll, type Fact } from '@stepwell/event-sourcing';
import {
  NOTHING_KNOWN,
  pathwayFold,
  timeline,
  type PathwayEvent,
  type PathwayRequest,
} from '@stepwell/pathway';
import { carryOut } from '../testing/carry-out.ts';
import { LEVEL_OF_SETTING, REASON_OF_LABEL } from './teds-codes.ts';
import { tedsFacilities } from './teds-facilities.ts';
import { tedsRowToRequests } from './teds-row-to-requests.ts';
import type { TedsRow } from './teds-rows.ts';

const row: TedsRow = {
  ...{ patient_id: '989743', discharge_year: '2023', age_group: '30-34', sex: 'Male', state: '37' },
  ...{ service_type_admit: 'Detox 24hr Residential', service_type_discharge: 'Intensive Outpatient' },
  ...{
    primary_substance_admit: 'Heroin',
    secondary_substance_admit: '',
    tertiary_substance_admit: 'Alcohol',
  },
  ...{
    primary_substance_discharge: '',
    living_arrangement_admit: 'Homeless',
    employment_discharge: 'Full-time',
  },
  ...{
    referral_source: 'Self/Individual',
    dsm_diagnosis: '5.0',
    length_of_stay: '1-7 days',
    is_adolescent: '0',
  },
  ...{
    health_insurance: 'Medicaid',
    payment_source: 'Self-pay',
    discharge_reason: 'Dropped out',
    dropped_out: '1',
  },
};
const requests = (changes: Partial<TedsRow> = {}): PathwayRequest[] =>
  tedsRowToRequests({ ...row, ...changes } as TedsRow) as PathwayRequest[];
const dataOf = (type: string, changes: Partial<TedsRow> = {}): object | undefined =>
  requests(changes)
    .flatMap(({ commands }) => commands)
    .find((command) => command.type === type)?.data;

/** The pathway that a row amounts to. */
const pathwayOf = async (changes: Partial<TedsRow> = {}) => {
  const store = new MemoryEventStore();
  const [{ patientId }] = requests(changes) as [PathwayRequest];
  const outcomes: string[] = [];
  for (const request of requests(changes)) outcomes.push(await carryOut(store, request));
  const facts = (await store.readStream(`pathway-${patientId}`)) as unknown as Fact<PathwayEvent>[];
  return { outcomes, facts, known: timeline(foldAll(pathwayFold, facts, NOTHING_KNOWN)) };
};

test('one row is one episode: admitted, moved to another level, discharged, in the middle of the year', async () => {
  const { outcomes, facts, known } = await pathwayOf();
  expect(outcomes).toEqual(['appended', 'appended', 'appended']);
  expect(facts.map(({ type }) => type)).toEqual([
    ...[
      'PatientRegistered',
      'CoverageStarted',
      'PatientAdmitted',
      'LevelOfCareTransitioned',
      'PatientDischarged',
    ],
  ]);
  const [{ stays, discharge }] = known.episodes as [(typeof known.episodes)[0]];
  expect(stays.map(({ level, levelCode }) => [level, levelCode?.code])).toEqual([
    ['withdrawal-management', 'Detox 24hr Residential'],
    ['intensive-outpatient', 'Intensive Outpatient'],
  ]);
  expect(discharge).toMatchObject({ reason: 'against-advice', precision: 'year', day: '2023-07-02' });
  expect(new Set(stays.flatMap(({ begin, end }) => [begin.day, end?.day]))).toEqual(new Set(['2023-07-02']));
});

test('what a row says stands where it belongs', () => {
  expect(dataOf('ReceiveDemographics')).toMatchObject({
    person: { sex: 'male' },
    identifiers: [{ system: 'TEDS-D 2023', value: '989743' }],
  });
  expect(dataOf('ReceiveCoverage')).toMatchObject({ payerId: 'Medicaid', from: '2023-01-01' });
  expect(dataOf('AdmitPatient')).toMatchObject({
    ...{
      facilityId: 'teds-state-37',
      timeZone: 'UTC',
      substances: ['Heroin', 'Alcohol'],
      livingArrangement: 'Homeless',
    },
    ...{ referralSource: 'Self/Individual', diagnoses: [{ system: 'TEDS-D DSMCRIT', code: '5' }] },
  });
  expect(dataOf('DischargePatient')).toMatchObject({
    ...{
      employment: 'Full-time',
      substances: undefined,
      lengthOfStay: '1-7 days',
      disposition: 'Dropped out',
    },
  });
});

test('the row can be written again from its events', async () => {
  const { facts } = await pathwayOf();
  const kept = facts.flatMap(({ data }) => ('teds' in data && data.teds ? [data.teds] : []));
  const written = { patient_id: row.patient_id, ...Object.assign({}, ...kept) };
  expect(written).toEqual(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')));
});

test.each(Object.entries(LEVEL_OF_SETTING))('%s is %s', (setting, level) =>
  expect(dataOf('AdmitPatient', { service_type_admit: setting })).toMatchObject({ level }),
);

test.each(Object.entries(REASON_OF_LABEL))('%s is %s', (label, reason) =>
  expect(dataOf('DischargePatient', { discharge_reason: label })).toMatchObject({ reason }),
);

test('no transition where the setting stayed the same or is not told', () => {
  for (const service_type_discharge of ['', row.service_type_admit!])
    expect(requests({ service_type_discharge })).toHaveLength(2);
});

test.each([
  [{ patient_id: '' }, 'missing-patient-id'],
  [{ discharge_year: '23' }, 'bad-year'],
  [{ state: '99' }, 'unknown-state'],
  [{ service_type_admit: '' }, 'unknown-service-setting'],
  [{ service_type_discharge: 'toString' }, 'unknown-service-setting'],
  [{ discharge_reason: '1' }, 'unknown-discharge-reason'],
])('%j is refused: %s', (changes, code) => {
  const refusal = tedsRowToRequests({ ...row, ...changes });
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ code });
});

test('the same row is the same requests; another content under its number is noticed', () => {
  expect(requests()).toEqual(requests());
  const [first] = requests() as [PathwayRequest];
  const [other] = requests({ race: 'White' }) as [PathwayRequest];
  expect(other.commandId).toBe(first.commandId);
  expect(other.commandDigest).not.toBe(first.commandDigest);
});

test('a state has a name, with and without a leading zero', () => {
  expect(tedsFacilities).toContainEqual({
    facilityId: 'teds-state-6',
    name: 'TEDS California',
    timeZone: 'UTC',
  });
  expect(dataOf('AdmitPatient', { state: '06' })).toMatchObject({ facilityId: 'teds-state-6' });
});

test('any row yields requests or a refusal', () => {
  const column = fc.constantFrom(...Object.keys(row), '__proto__', 'constructor');
  const value = fc.oneof(fc.string(), fc.constantFrom(...Object.values(row), '__proto__'));
  fc.assert(
    fc.property(fc.dictionary(column, value), (changes) => {
      for (const sent of [changes, { ...row, ...changes }]) {
        const translated = tedsRowToRequests(sent);
        expect(translated instanceof Refusal || translated.length >= 2).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});
