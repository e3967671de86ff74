import { MemoryEventStore, START } from '@stepwell/event-sourcing';
import { adt, type Fields } from '../testing/adt-message.ts';
import { carryOut } from '../testing/carry-out.ts';
import { adtToRequest } from './adt-to-request.ts';
import type { SiteMap } from './site-map.ts';

const siteMap: SiteMap = {
  senders: [
    {
      ...{ sendingFacility: 'NORTH', facilityId: 'north', name: 'North', timeZone: 'America/New_York' },
      levels: [
        { class: 'I', location: 'RES^', level: 'residential' },
        { class: 'I', level: 'inpatient' },
        { class: 'O', level: 'outpatient' },
      ],
    },
  ],
};

type Step = readonly [trigger: string, day: string, fields?: Fields];

/** Sends messages and tells what became of each, and the types of the events in the log. */
const journey = async (...steps: readonly Step[]): Promise<[outcomes: string, types: string[]]> => {
  const store = new MemoryEventStore();
  const outcomes: string[] = [];
  for (const [n, [trigger, day, fields]] of steps.entries()) {
    const text = adt(trigger, { 'MSH-10': `m${n}`, 'EVN-2': `202603${day}1200`, ...fields });
    outcomes.push(await carryOut(store, adtToRequest(text, siteMap)));
  }
  const log = await store.readLog(START, 1000);
  return [outcomes.join(', '), log.map(({ type }) => type)];
};
const events = async (...steps: readonly Step[]): Promise<string[]> => (await journey(...steps))[1].slice(1);

const ADMITTED: Step = ['A01', '01'];
const MOVED: Step = ['A02', '03', { 'PV1-3': '4W^1^1' }];
const STEPPED_DOWN: Step = ['A02', '05', { 'PV1-3': 'RES^1^1' }];

test('an admission sent again under another number is nothing new', async () => {
  const late: Step = ['A01', '01', { 'MSH-7': '20260305' }];
  expect(await journey(ADMITTED, late)).toEqual([
    'appended, unchanged',
    ['PatientRegistered', 'PatientAdmitted'],
  ]);
});

test('a transfer is one of ward or of level, as the site map says', async () =>
  expect(await events(ADMITTED, MOVED, MOVED, STEPPED_DOWN, STEPPED_DOWN)).toEqual([
    ...['PatientAdmitted', 'LocationTransferred', 'LevelOfCareTransitioned'],
  ]));

test('a cancelled transfer is the latest one, of either kind; cancelled once it stays so', async () => {
  const back: Step = ['A12', '06'];
  expect(await events(ADMITTED, MOVED, STEPPED_DOWN, back, back)).toEqual([
    ...['PatientAdmitted', 'LocationTransferred', 'LevelOfCareTransitioned', 'TransitionCancelled'],
  ]);
  expect(await events(ADMITTED, MOVED, back)).toEqual([
    ...['PatientAdmitted', 'LocationTransferred', 'TransitionCancelled'],
  ]);
});

test('a stay with leave, discharge and second thoughts', async () => {
  const steps: Step[] = [ADMITTED, ['A21', '03'], ['A22', '05'], ['A53', '06'], ['A22', '07'], ['A03', '08']];
  expect(await events(...steps, ['A13', '09'], ['A03', '10'])).toEqual([
    ...['PatientAdmitted', 'LeaveStarted', 'LeaveEnded', 'LeaveCancelled', 'LeaveEnded', 'PatientDischarged'],
    ...['DischargeCancelled', 'PatientDischarged'],
  ]);
});

test('outpatient, inpatient and outpatient again', async () =>
  expect(
    await events(['A04', '01', { 'PV1-2': 'O' }], ['A06', '02'], ['A07', '03', { 'PV1-2': 'O' }]),
  ).toEqual([...['PatientAdmitted', 'LevelOfCareTransitioned', 'LevelOfCareTransitioned']]));

test('a referral, an admission, and its cancellation', async () =>
  expect(await events(['A05', '01'], ['A01', '02'], ['A11', '03'], ['A11', '04'])).toEqual([
    ...['ReferralReceived', 'PatientAdmitted', 'AdmissionCancelled'],
  ]));

test('a discharge of nobody’s episode is refused whole', async () =>
  expect(await journey(['A03', '01'])).toEqual(['refused not-admitted', []]));

test('demographics are corrected where they differ, and a coverage without its first day is one coverage', async () => {
  const insured = { 'IN1-3': '608', 'IN1-36': 'YNZ' };
  const [outcomes, types] = await journey(
    ['A28', '01', insured],
    ['A31', '02', insured],
    ['A31', '03', { ...insured, 'PID-5': 'Smith^Jane^Q' }],
    ['A31', '04', { ...insured, 'IN1-36': 'OTHER' }],
  );
  expect(outcomes).toBe('appended, unchanged, appended, appended');
  expect(types).toEqual([
    'PatientRegistered',
    'CoverageStarted',
    'DemographicsCorrected',
    'DemographicsCorrected',
    'CoverageStarted',
  ]);
});
