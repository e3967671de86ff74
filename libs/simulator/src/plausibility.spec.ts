import type { PathwayCommand } from '@stepwell/pathway';
import { mergeRecords, type NetworkRecord } from './merge-records.ts';
import { demonstrationNetwork, simulateNetwork, type SimulatedPatient } from './simulate-network.ts';

const to = '2026-03-01';
const options = { ...demonstrationNetwork(to), patients: 4_000 };
const DAY = 86_400_000;

const figures: Record<string, number> = {};
const between = (name: string, value: number, least: number, most: number): void => {
  figures[name] = Math.round(value * 100) / 100;
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
};
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

let patients: SimulatedPatient[];
let record: NetworkRecord;
let perSecond: number;
beforeAll(() => {
  const start = process.cpuUsage();
  patients = [...simulateNetwork(options).patients()];
  const { user, system } = process.cpuUsage(start);
  perSecond = (options.patients / (user + system)) * 1e6;
  record = mergeRecords(patients.map((patient) => patient.record));
}, 60_000);
afterAll(() => console.table(figures));

const rate = (level: 'inpatient' | 'residential', days: number): number => {
  const indexes = record.readmissions.filter(
    (index) => index.level === level && Date.parse(to) - Date.parse(index.day) > days * DAY,
  );
  return (
    (indexes.filter(({ readmittedAfter = Infinity }) => readmittedAfter <= days).length / indexes.length) *
    100
  );
};

test('inpatients come back as often as in US psychiatric facilities: 19 % within 30 days', () => {
  between('inpatient readmission, 7 days, %', rate('inpatient', 7), 4, 10);
  between('inpatient readmission, 30 days, %', rate('inpatient', 30), 16, 22);
  between('inpatient readmission, 90 days, %', rate('inpatient', 90), 24, 36);
  between('inpatient readmission, 180 days, %', rate('inpatient', 180), 30, 45);
  between('residential to inpatient, 30 days, %', rate('residential', 30), 10, 25);
});

test('episodes with intensive outpatient care end for the reasons of TEDS-D, in about its order', () => {
  const share = (reason: string): number =>
    (record.completions.filter((row) => row.reason === reason).length / record.completions.length) * 100;
  between('IOP episodes completed, %', share('completed'), 20, 40);
  between('IOP episodes transferred, %', share('transferred'), 20, 40);
  between('IOP episodes terminated, %', share('terminated-by-facility'), 5, 15);
  between('IOP episodes ended against advice, %', share('against-advice'), 20, 40);
});

const hours = (...programs: string[]): number =>
  mean(
    record.attendedMinutes
      .filter(({ programId }) => programs.includes(programId))
      .map(({ minutes }) => minutes / 60),
  );

test('programs give the hours of their level, less what is missed and the weeks cut short', () => {
  between('PHP, attended hours a week', hours('mercy-php', 'lakeside-php'), 14, 22);
  between('IOP, attended hours a week', hours('lakeside-iop', 'harbor-iop'), 6, 9.5);
  between('OP, attended hours a week', hours('harbor-op'), 0.5, 1);
});

test('the network is full half-way, and nobody has vanished at the end', () => {
  const at = (day: string, level: string): number =>
    record.census.find((count) => count.day === day && count.level === level)?.patients ?? 0;
  for (const day of ['2025-03-01', '2026-02-28']) {
    between(`inpatients on ${day}`, at(day, 'inpatient'), 25, 90);
    between(`intensive outpatients on ${day}`, at(day, 'intensive-outpatient'), 120, 350);
  }
});

test('facts come late, in disorder, wrongly and more than once', () => {
  const requests = patients.flatMap((patient) => patient.requests);
  const commands = requests.flatMap((request) => request.commands);
  const share = (of: (request: (typeof requests)[number]) => boolean): number =>
    (requests.filter(of).length / requests.length) * 100;
  const late = (days: number): number =>
    share(({ occurredAt, recordedAt }) => Date.parse(recordedAt) - Date.parse(occurredAt) > days * DAY);
  const many = (name: string, type: PathwayCommand['type'], least: number): void =>
    between(name, commands.filter((command) => command.type === type).length, least, 10_000);
  between('told more than a day late, %', late(1), 3, 15);
  between('told more than two weeks late, %', late(14), 0.5, 5);
  many('attendances corrected', 'CorrectAttendance', 500);
  many('admissions cancelled', 'CancelAdmission', 50);
  many('discharges cancelled', 'CancelDischarge', 50);
  many('changes of level cancelled', 'CancelTransition', 20);
  many('leaves cancelled', 'CancelLeave', 20);
  many('relapse reports withdrawn', 'WithdrawRelapseReport', 10);
  const resent = patients.flatMap(({ record: { repeats } }) => repeats.resent);
  between('sent again, %', (resent.length / requests.length) * 100, 0.3, 3);
});

test('some discharges are told after the next admission, and some sessions after the discharge', () => {
  const overtaken = patients.filter(({ requests }) =>
    overtakes(requests, 'AdmitPatient', 'DischargePatient'),
  );
  between('patients with a discharge told after a later admission', overtaken.length, 50, 1_500);
  const afterwards = patients.filter(({ requests }) =>
    overtakes(requests, 'DischargePatient', 'RecordAttendance'),
  );
  between('patients with a session told after a later discharge', afterwards.length, 50, 2_000);
});

/** Whether something of the first type was told before something of the second type that had happened earlier. */
const overtakes = (
  requests: SimulatedPatient['requests'],
  first: PathwayCommand['type'],
  second: PathwayCommand['type'],
): boolean => {
  let latest = '';
  return requests.some(({ commands, occurredAt }) => {
    if (commands.some(({ type }) => type === first) && occurredAt > latest) latest = occurredAt;
    return commands.some(({ type }) => type === second) && occurredAt < latest;
  });
};

test('a network is made quickly, and the demonstration is neither empty nor too large', () => {
  between('patients made a second of processor time', perSecond, 300, Infinity);
  between('requests of a patient, mean', mean(patients.map(({ requests }) => requests.length)), 35, 60);
  between(
    'requests of a patient, most',
    Math.max(...patients.map(({ requests }) => requests.length)),
    100,
    500,
  );
});
