import { MemoryEventStore, foldAll, type RecordedEvent } from '@stepwell/event-sourcing';
import {
  authorizationsOf,
  daysBetween,
  addDays,
  localDate,
  mondayOf,
  pathwayFold,
  rank,
  staysAt,
  timeline,
  type PathwayEvent,
  type Stay,
  type Timeline,
} from '@stepwell/pathway';
import { carryOut } from './testing/carry-out.ts';
import { simulateNetwork, type SimulatedPatient } from './simulate-network.ts';

const to = '2026-02-15';
const network = simulateNetwork({ seed: 14, patients: 250, from: '2024-02-15', to });

/** What the events amount to: read off the timeline by the words of the record, in another way than the simulator. */
const known: { patient: SimulatedPatient; timeline: Timeline }[] = [];
beforeAll(async () => {
  const store = new MemoryEventStore();
  for (const patient of network.patients()) {
    await carryOut(store, patient.requests);
    const events = await store.readStream(`pathway-${patient.patientId}`);
    const pathway = foldAll(pathwayFold, events as RecordedEvent<PathwayEvent>[]);
    known.push({ patient, timeline: timeline(pathway) });
  }
}, 120_000);

test('the nights are those that the events tell of', () => {
  for (const { patient, timeline } of known)
    expect(patient.record.nights.map(text).sort()).toEqual([...new Set(nightsOf(timeline))].sort());
});

const text = ({ day, level, facilityId, onLeave }: SimulatedPatient['record']['nights'][number]): string =>
  `${day} ${level} ${facilityId}${onLeave ? ' on leave' : ''}`;

const nightsOf = ({ stays, episodes }: Timeline): string[] =>
  stays.flatMap((stay) => {
    const { leaves } = episodes.find(({ episodeId }) => episodeId === stay.episodeId)!;
    return daysOf(stay).flatMap((day) => {
      const { level, facilityId, timeZone } = stay;
      const counted = new Date(
        Temporal.PlainDateTime.from(`${day}T23:59`).toZonedDateTime(timeZone).epochMilliseconds,
      ).toISOString();
      if (staysAt([stay], counted).length === 0) return [];
      const onLeave = leaves.some(({ begin, end }) => begin.at <= counted && (!end || counted < end.at));
      return [text({ day, level, facilityId: facilityId as 'harbor', onLeave })];
    });
  });

const daysOf = ({ begin, end }: Stay): string[] => {
  const last = end?.day ?? addDays(to, -1);
  return Array.from({ length: daysBetween(begin.day, last) + 1 }, (_, n) => addDays(begin.day, n));
};

test('the units used are those that the events tell of', () => {
  let exceeded = 0;
  for (const { patient, timeline } of known) {
    const balances = authorizationsOf(timeline, addDays(to, -1)).filter(({ grant }) => grant);
    exceeded += balances.filter(({ remaining }) => remaining! < 0).length;
    const used = balances.map(({ authorizationId, used }) => `${authorizationId} ${used.toFixed(3)}`);
    expect(used.sort()).toEqual(
      patient.record.authorizedUse
        .map(({ authorizationId, used }) => `${authorizationId} ${used.toFixed(3)}`)
        .sort(),
    );
  }
  expect(exceeded).toBeGreaterThan(5);
});

test('plans deny at first, reverse it, extend, and refuse to extend', () => {
  const authorizations = known.flatMap(({ timeline }) => timeline.authorizations);
  const count = (is: (one: (typeof authorizations)[number]) => boolean) => authorizations.filter(is).length;
  const isDeniedAfter = ({ denied, grants }: (typeof authorizations)[number]) =>
    denied !== undefined && grants.length > 0 && denied.at > grants.at(-1)!.at;
  expect(count(({ status }) => status === 'denied')).toBeGreaterThan(2);
  expect(
    count((one) => one.denied !== undefined && one.status === 'approved' && !isDeniedAfter(one)),
  ).toBeGreaterThan(5);
  expect(count(isDeniedAfter)).toBeGreaterThan(5);
  expect(count(({ grants }) => grants.length > 1)).toBeGreaterThan(10);
});

test('patients consent, some take it back, and some are contraindicated before they come', () => {
  const all = known.map(({ timeline }) => timeline);
  expect(all.every(({ consents }) => consents.length === 1)).toBe(true);
  expect(all.filter(({ consents }) => consents[0]!.revoked).length).toBeGreaterThan(5);
  const eligibility = all.flatMap((timeline) => timeline.eligibility);
  expect(eligibility.filter(({ contraindications }) => contraindications.length > 0).length).toBeGreaterThan(
    3,
  );
  expect(eligibility.filter(({ referralId }) => referralId).length).toBeGreaterThan(10);
});

test('the readmissions are those that the events tell of', () => {
  const rows = known.flatMap(({ patient, timeline }) => {
    const told = readmissionsOf(timeline);
    expect(patient.record.readmissions).toEqual(told);
    return told;
  });
  expect(rows.length).toBeGreaterThan(200);
  const deaths = known.flatMap(({ timeline }) =>
    timeline.episodes.filter(
      ({ discharge, stays }) => discharge?.reason === 'death' && stays.at(-1)!.level === 'inpatient',
    ),
  );
  expect(deaths.length).toBeGreaterThan(0);
});

/** Joins stays to continuous ones first, and looks for readmissions afterwards. */
const readmissionsOf = ({ stays, episodes }: Timeline) => {
  const died = new Set(episodes.map(({ discharge }) => discharge?.reason === 'death' && discharge.eventId));
  const beds = stays.filter(({ level }) => level === 'inpatient' || level === 'residential');
  const continuous: Stay[][] = [];
  for (const stay of beds) {
    const last = continuous.at(-1)?.at(-1);
    const joins = last?.end && daysBetween(last.end.day, stay.begin.day) <= 1;
    if (joins && rank(stay.level) >= rank(last.level)) continuous.at(-1)!.push(stay);
    else continuous.push([stay]);
  }
  return continuous.flatMap((joined, n) => {
    const { end, facilityId, level } = joined.at(-1)!;
    if (!end || died.has(end.eventId)) return [];
    const next = continuous
      .slice(n + 1)
      .flat()
      .find((stay) => stay.level === 'inpatient');
    const readmittedAfter = next && daysBetween(end.day, next.begin.day);
    return [{ facilityId, level, day: end.day, ...(next && { readmittedAfter }) }];
  });
};

test('a ward of withdrawal management never makes it doubtful whether a stay continues another', () => {
  for (const { timeline } of known)
    for (const { level, end } of timeline.stays) {
      if (!end) continue;
      const next = timeline.stays.filter(
        ({ begin }) => begin.at >= end.at && daysBetween(end.day, begin.day) <= 1,
      );
      if (level === 'inpatient' || level === 'residential')
        expect(next.map((stay) => stay.level)).not.toContain('withdrawal-management');
      if (level === 'withdrawal-management')
        expect(next.map((stay) => stay.level)).not.toContain('inpatient');
    }
});

test('the attended minutes are those that the events tell of', () => {
  for (const { patient, timeline } of known) {
    const weeks = Map.groupBy(timeline.sessions, ({ programId, day }) => `${programId} ${mondayOf(day)}`);
    const minutes = [...weeks].map(
      ([week, sessions]) =>
        `${week} ${sessions.reduce((sum, { attendedMinutes }) => sum + attendedMinutes, 0)}`,
    );
    const recorded = patient.record.attendedMinutes.map(
      ({ programId, week, minutes }) => `${programId} ${week} ${minutes}`,
    );
    expect(recorded.sort()).toEqual(minutes.sort());
    expect(timeline.sessions.every(({ stay, programId }) => stay?.programId === programId)).toBe(true);
  }
});

test('the step-ups and the completions are those that the events tell of', () => {
  for (const { patient, timeline } of known) {
    const { stepUps, completions } = patient.record;
    const ups = timeline.episodes.flatMap(({ stays }) =>
      stays
        .slice(1)
        .map((stay, n) => [stays[n]!, stay] as const)
        .filter(([before, stay]) => rank(stay.level) > rank(before.level)),
    );
    expect(stepUps.map(({ day, to }) => `${day} ${to}`)).toEqual(
      ups.map(([, { begin, level }]) => `${begin.day} ${level}`),
    );
    const ended = timeline.episodes.filter(
      ({ stays, discharge }) => discharge && stays.some(({ level }) => level === 'intensive-outpatient'),
    );
    expect(completions.map(({ day, reason }) => `${day} ${reason}`)).toEqual(
      ended.map(({ discharge }) => `${discharge!.day} ${discharge!.reason}`),
    );
  }
});

test('every fact is told on a day of the simulated time, and after it was true', () => {
  for (const { patient } of known)
    for (const { occurredAt, recordedAt } of patient.requests) {
      expect(recordedAt < `${to}T00:00`).toBe(true);
      expect(occurredAt <= recordedAt).toBe(true);
      expect(localDate(occurredAt, 'America/Chicago') >= '2024-02-13').toBe(true);
    }
});
