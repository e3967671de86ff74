import { MemoryEventStore } from '@stepwell/event-sourcing';
import { measureById } from '@stepwell/measures';
import type { HoursPolicy } from '@stepwell/pathway';
import {
  admitted,
  attended,
  discharged,
  jan,
  newYork,
  registered,
  type Told,
} from '@stepwell/pathway/testing';
import { tell, tellProgram } from '../testing/index.ts';
import { whatIf, type Alternative } from './what-if.ts';

const store = new MemoryEventStore();
const stay = (n: number, from: string, to: string | undefined): Told[] => [
  admitted(from, 'inpatient', { episodeId: `e${n}`, stayId: `s${n}` }),
  ...(to ? [discharged(to, 'completed', `e${n}`)] : []),
];
const policy = (version: number, minHoursPerWeek: number, effectiveFrom = '2025-01-01'): HoursPolicy => ({
  ...{ id: 'asam-iop', version, level: 'intensive-outpatient', minHoursPerWeek, effectiveFrom },
});
beforeAll(async () => {
  const definition = {
    name: 'IOP',
    facilityId: 'north',
    facilityName: 'North',
    timeZone: 'America/New_York',
  };
  await tellProgram(
    store,
    'iop',
    {
      type: 'ProgramDefined',
      data: { programId: 'iop', level: 'intensive-outpatient', ...definition },
      at: jan(1),
    },
    { type: 'ProgramHoursPolicyChanged', data: { policy: policy(1, 9) }, at: jan(1) },
  );
  await tell(
    store,
    'ada',
    registered,
    ...stay(1, jan(5), jan(10)),
    ...stay(2, newYork('2026-02-20'), undefined),
  );
  await tell(store, 'ben', registered, ...stay(1, jan(5), jan(10)), ...stay(2, jan(13), jan(20)));
  await tell(
    store,
    'cyd',
    registered,
    admitted(jan(4), 'intensive-outpatient', { programId: 'iop' }),
    ...[5, 6].map((day) => attended(jan(day), { sessionId: `g${day}`, programId: 'iop' })),
    {
      type: 'RelapseReported',
      data: {
        relapseId: 'r1',
        substances: ['alcohol'],
        detectedBy: 'toxicology',
      },
      at: jan(9),
    },
    discharged(jan(12)),
  );
});

const period = { from: '2026-01-01', to: '2026-12-31', today: '2027-01-01' };
const ask = async (measureId: string, alternative: Alternative, signal?: AbortSignal) => {
  const question = {
    measure: measureById(measureId)!,
    alternative,
    period,
    groupBy: 'none',
    filter: {},
  } as const;
  return whatIf(store, question, { upTo: await store.head(), signal });
};

test('a longer window: who flips, and why', async () => {
  const { before, after, flips, flows, patients, events } = await ask('readmission-30', {
    parameters: { windowDays: 45 },
  });
  expect([before.overall.numerator, after.overall.numerator, before.overall.denominator]).toEqual([1, 2, 3]);
  expect(flows).toEqual([{ from: 'not-numerator', to: 'numerator', cases: 1 }]);
  expect(flips).toMatchObject([
    {
      patientId: 'ada',
      before: { explanation: expect.stringContaining('no inpatient admission up to 2026-02-09') },
      after: { explanation: expect.stringContaining('day 41') },
    },
  ]);
  expect([patients, events]).toEqual([3, 4 + 5 + 6]);
});
test('another transfer rule makes one stay of two', async () => {
  const { flows, flipped } = await ask('readmission-30', { parameters: { transferDays: 3 } });
  expect(flows).toEqual([{ from: 'numerator', to: 'none', cases: 1 }]);
  expect(flipped).toBe(1);
});
test('another hours policy is tried on the past', async () => {
  const { flips, before, after } = await ask('hours-compliance', { policy: policy(2, 6) });
  expect([before.overall.numerator, after.overall.numerator]).toEqual([0, 1]);
  expect(flips[0]!.after!.explanation).toContain('6.0 h required by asam-iop v2');
  expect((await ask('hours-compliance', { policy: policy(2, 6, '2026-02-01') })).flipped).toBe(0);
  expect((await ask('hours-compliance', { policy: { ...policy(2, 6), level: 'outpatient' } })).flipped).toBe(
    0,
  );
});
test('another relapse rule: whose relapse is none by it, and the curves of both', async () => {
  const { flips, curves, before, after } = await ask('time-to-relapse', {
    parameters: { leastExtent: 'sustained' },
  });
  expect(flips).toMatchObject([
    {
      patientId: 'cyd',
      before: {
        outcome: 'numerator',
        explanation: expect.stringContaining('relapse (alcohol) on 2026-01-09'),
      },
      after: { outcome: 'not-numerator', explanation: expect.stringContaining('no relapse reported') },
    },
  ]);
  expect([before.overall.numerator, after.overall.numerator]).toEqual([1, 0]);
  const eventsOf = (rows: readonly { events: number }[]) => rows.reduce((sum, { events }) => sum + events, 0);
  expect([eventsOf(curves!.before.overall), eventsOf(curves!.after.overall)]).toEqual([1, 0]);
  expect(curves!.before.overall).toContainEqual({ days: 5, events: 1, censored: 0 });
});
test('an event beyond the days that are looked at is none', async () => {
  const by = async (days: number) => {
    const measure = measureById('time-to-readmission')!;
    const alternative = { parameters: { transferDays: 3 } };
    const asked = { measure, alternative, period, groupBy: 'none', filter: {}, days } as const;
    return (await whatIf(store, asked, { upTo: await store.head() })).before.overall.numerator;
  };
  expect([await by(2), await by(3), await by(40), await by(41)]).toEqual([0, 1, 1, 2]);
});
test('a rate has no curves', async () => expect((await ask('readmission-30', {})).curves).toBeUndefined());
test('the same rule flips nobody', async () =>
  expect(await ask('readmission-30', { parameters: { windowDays: 30 } })).toMatchObject({
    flipped: 0,
    flows: [],
  }));
test('can be given up', async () =>
  expect(ask('readmission-30', {}, AbortSignal.abort())).rejects.toThrow('aborted'));
