import { START, type EventStore } from '@stepwell/event-sourcing';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { equalRebuild } from '../faults/checks.ts';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

// Several platforms at one database, dying processes, rebuilds, other settings, every order of arrival.

let database: TestDatabase;
let one: RunningPlatform;
let other: RunningPlatform;
beforeAll(async () => {
  database = await testDatabase();
  one = await runPlatform({ database });
  other = await runPlatform({ database });
}, 60_000);
afterAll(async () => {
  await other.stop();
  await one.stop();
  await database.drop();
});

let last = 0;
const ana = { name: { family: 'Rivera', given: 'Ana' }, birthDate: '1988-04-17' };
const at = { occurredAt: '2026-01-01T12:00:00Z' };

const register = async (on: RunningPlatform, person: object, memberNumber?: string): Promise<string> => {
  const { status, body } = await on.post('/v1/patients', {
    ...{ identifiers: [{ system: `hospital-${++last}`, value: 'R1' }], ...person, ...at },
    ...(memberNumber && { coverage: { payerId: 'hmo', from: '2026-01-01', memberNumber } }),
  });
  expect(status).toBe(201);
  return body.patientId;
};
const tell = async (patientId: string, command: string, data: object): Promise<void> => {
  const event = {
    ...{ specversion: '1.0', id: `m${++last}`, source: 'tests', subject: patientId },
    ...{ type: `stepwell.pathway.${command}.v1`, time: '2026-02-02T12:00:00Z', data },
  };
  const headers = { 'content-type': 'application/cloudevents+json' };
  expect((await one.post('/v1/events', event, headers)).body).toMatchObject({ accepted: 1 });
};
const typesOf = async (patientId: string): Promise<string[]> =>
  (await one.get(`/v1/patients/${patientId}/history`)).body.events.map(({ type }: { type: string }) => type);
const countOf = async (patientId: string, type: string): Promise<number> =>
  (await typesOf(patientId)).filter((one) => one === type).length;
/** What is to be seen of a patient: who it is one with, and what may be wrong. */
const seen = async (patientId: string) => {
  const { body } = await one.get(`/v1/patients/${patientId}/pathway`);
  const dataQuality: { code: string; sentence: string }[] = body.dataQuality;
  return {
    isOne: body.mergedInto !== null || body.absorbed.length > 0,
    findings: dataQuality.map(({ code, sentence }) => `${code}${sentence.slice(sentence.lastIndexOf(':'))}`),
  };
};

/** Waits until everything that was recorded has been looked at. */
const settled = async ({ foundation: { store, pool } } = one): Promise<void> => {
  for (;;) {
    const head = await store.head();
    const { rows } = await pool.query(
      `SELECT position >= $1 AS done FROM relay.checkpoints WHERE name = 'matching'`,
      [head],
    );
    if (rows[0]?.done && (await store.head()) === head) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

test('two that come to two platforms at once are merged once', async () => {
  const numbers = Array.from({ length: 20 }, (_, n) => `T-${7100 + n}`);
  const pairs = await Promise.all(
    numbers.map((number) => Promise.all([register(one, ana, number), register(other, ana, number)])),
  );
  await settled();
  for (const pair of pairs)
    for (const id of pair) {
      expect(await countOf(id, 'PatientsMerged')).toBe(1);
      expect(await countOf(id, 'PossibleDuplicateNoted')).toBe(0);
    }
});

test('what a process left undone when it died is done once, and the read models are what a rebuild makes of the log', async () => {
  const [first, second] = [await register(one, ana), await register(one, ana)];
  await settled();
  const stores: EventStore[] = [one, other].map(({ foundation }) => foundation.store);
  let died = 0;
  const originals = stores.map((store) => store.append.bind(store));
  for (const [n, store] of stores.entries())
    store.append = async (streamId, events, expected) => {
      const isMerger = events.some(({ type }) => type === 'PatientsMerged');
      if (isMerger && streamId.endsWith(first) && died++ === 0) throw new Error('the process is gone');
      return originals[n]!(streamId, events, expected);
    };
  for (const id of [first, second])
    await tell(id, 'StartCoverage', {
      ...{ payerId: 'hmo', from: '2026-01-01', person: { memberNumber: 'D-880' } },
    });
  await settled();
  for (const [n, store] of stores.entries()) store.append = originals[n]!;
  expect(died).toBe(2);
  expect(await seen(first)).toEqual({ isOne: true, findings: [] });
  expect([await countOf(first, 'PatientsMerged'), await countOf(second, 'PatientsMerged')]).toEqual([1, 1]);

  const head = await one.foundation.store.head();
  expect(await equalRebuild(one.foundation.pool, one.foundation.store)).toBeGreaterThan(0);
  await settled();
  expect(await one.foundation.store.head()).toBe(head);
});

describe('every order of arrival', () => {
  type Step = 'one' | 'one covered' | 'other' | 'other covered' | 'corrected';
  const BEFORE: Partial<Record<Step, Step>> = {
    'one covered': 'one',
    'other covered': 'other',
    corrected: 'other',
  };
  const orders = (rest: readonly Step[], done: readonly Step[] = []): Step[][] =>
    rest.length === 0
      ? [[...done]]
      : rest
          .filter((step) => !BEFORE[step] || done.includes(BEFORE[step]))
          .flatMap((step) =>
            orders(
              rest.filter((one) => one !== step),
              [...done, step],
            ),
          );
  const all = orders(['one', 'one covered', 'other', 'other covered', 'corrected']);

  test.each<[string, string, string, object]>([
    ['merged', '1988-04-11', ana.birthDate, { isOne: true, findings: [] }],
    [
      'found',
      ana.birthDate,
      '1988-04-11',
      { isOne: false, findings: ['possible-duplicate: the birth dates differ.'] },
    ],
  ])(
    'of facts by which two are to be %s in the end leads there',
    async (title, born, corrected, expected) => {
      const ids = all.map(() => new Map<string, string>());
      for (let step = 0; step < 5; step++) {
        await Promise.all(
          all.map(async (order, n) => {
            const [who = '', what] = order[step]!.split(' ');
            const known = ids[n]!;
            const person = { memberNumber: `${title}-${n}00` };
            if (what)
              await tell(known.get(who)!, 'StartCoverage', { payerId: 'hmo', from: '2026-01-01', person });
            else if (who === 'corrected')
              await tell(known.get('other')!, 'CorrectDemographics', { person: { birthDate: corrected } });
            else
              known.set(
                who,
                await register(n % 2 ? one : other, who === 'one' ? ana : { ...ana, birthDate: born }),
              );
          }),
        );
        await settled();
      }
      expect(all).toHaveLength(20);
      for (const known of ids) for (const id of known.values()) expect(await seen(id)).toEqual(expected);
    },
  );
});

describe('under other settings', () => {
  let place: TestDatabase;
  beforeAll(async () => {
    place = await testDatabase();
  });
  afterAll(() => place.drop());

  /** What the log tells of two being one, once a platform of this setting has looked at it. */
  const concludedBy = async (matching: 'off' | 'report' | 'merge'): Promise<string[]> => {
    const platform = await runPlatform({ database: place, matching });
    if (matching === 'off') for (const _ of [1, 2]) await register(platform, ana, 'R-901');
    // Who comes after what it looks at when it begins.
    else await register(platform, {}).then(() => settled(platform));
    const log = await platform.foundation.store.readLog(START, 100);
    await platform.stop();
    return log.map(({ type }) => type).filter((type) => /Possible|Merged/.test(type));
  };
  const noted = ['PossibleDuplicateNoted', 'PossibleDuplicateNoted'];

  test('what was left alone is noted once that is wanted, and what was noted is merged', async () => {
    expect(await concludedBy('off')).toEqual([]);
    expect(await concludedBy('report')).toEqual(noted);
    expect(await concludedBy('report')).toEqual(noted);
    expect(await concludedBy('merge')).toEqual([...noted, 'PatientsMerged', 'PatientsMerged']);
    expect(await concludedBy('report')).toEqual([...noted, 'PatientsMerged', 'PatientsMerged']);
  });
});
