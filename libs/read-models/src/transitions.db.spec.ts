import { MemoryEventStore } from '@stepwell/event-sourcing';
import type { LevelOfCare } from '@stepwell/pathway';
import {
  admitted,
  discharged,
  jan,
  newYork,
  registered,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { flows, moves, type MovePeriod } from './transitions.ts';
import type { Filter } from './filter.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { eventIdIn, readModelDatabase, tell, type ReadModelDatabase } from './testing/index.ts';

let database: ReadModelDatabase;
beforeAll(async () => {
  database = await readModelDatabase();
});
afterAll(() => database.drop());

const year = { from: '2026-01-01', to: '2026-12-31', today: '2027-06-01' };
const iop = 'intensive-outpatient';
const stay = (
  n: number,
  from: string,
  to: string | undefined,
  level: LevelOfCare,
  facilityId = 'north',
): Told[] => [
  admitted(from, level, { episodeId: `e${n}`, stayId: `s${n}`, facilityId }),
  ...(to ? [discharged(to, 'completed', `e${n}`)] : []),
];

const know = async (stories: Readonly<Record<string, readonly Told[]>>): Promise<void> => {
  const store = new MemoryEventStore();
  for (const [patientId, past] of Object.entries(stories)) await tell(store, patientId, registered, ...past);
  await rebuild(database.pool, store);
};

/** Each flow in a line: its levels, how many, the days at the first and the days between. */
const told = async (period: MovePeriod = year, filter: Filter = {}): Promise<string[]> =>
  (await flows(database.pool, period, filter))
    .map(
      ({ fromLevel, toLevel, direction, count, medianDaysAtFrom, medianGapDays }) =>
        `${fromLevel} → ${toLevel}: ${count} ${direction} ${medianDaysAtFrom} ${medianGapDays}`,
    )
    .sort();

describe('one patient', () => {
  test.each<[string, readonly Told[], string[]]>([
    [
      'comes from the community',
      stay(1, jan(5), undefined, iop),
      ['null → intensive-outpatient: 1 admission null null'],
    ],
    [
      'moves within an episode',
      [admitted(jan(5)), transitioned(jan(10), iop)],
      ['inpatient → intensive-outpatient: 1 step-down 5 0', 'null → inpatient: 1 admission null null'],
    ],
    [
      'moves from one episode to the next within 30 days',
      [...stay(1, jan(1), jan(11), iop), ...stay(2, newYork('2026-02-10'), undefined, 'inpatient')],
      [
        'intensive-outpatient → inpatient: 1 step-up 10 30',
        'null → intensive-outpatient: 1 admission null null',
      ],
    ],
    [
      'leaves treatment and comes anew after 31',
      [...stay(1, jan(1), jan(11), iop), ...stay(2, newYork('2026-02-11'), undefined, 'inpatient')],
      [
        'intensive-outpatient → null: 1 exit 10 null',
        'null → inpatient: 1 admission null null',
        'null → intensive-outpatient: 1 admission null null',
      ],
    ],
    [
      'comes from where treatment goes on',
      [...stay(1, jan(1), undefined, 'outpatient'), ...stay(2, jan(11), jan(15), 'inpatient', 'south')],
      ['null → outpatient: 1 admission null null', 'outpatient → inpatient: 1 step-up 10 0'],
    ],
    [
      'leaves treatment with the last of two stays',
      [...stay(1, jan(1), jan(21), 'outpatient'), ...stay(2, jan(11), jan(15), 'inpatient', 'south')],
      [
        'null → outpatient: 1 admission null null',
        'outpatient → inpatient: 1 step-up 10 0',
        'outpatient → null: 1 exit 20 null',
      ],
    ],
    [
      'leaves two stays at one instant once',
      [...stay(1, jan(1), jan(21), 'outpatient'), ...stay(2, jan(11), jan(21), iop, 'south')],
      [
        'intensive-outpatient → null: 1 exit 10 null',
        'null → outpatient: 1 admission null null',
        'outpatient → intensive-outpatient: 1 step-up 10 0',
      ],
    ],
    [
      'comes and goes at one instant',
      stay(1, jan(5), jan(5), 'inpatient'),
      ['inpatient → null: 1 exit 0 null', 'null → inpatient: 1 admission null null'],
    ],
  ])('%s', async (_, past, expected) => {
    await know({ ada: past });
    expect(await told()).toEqual(expected);
  });

  test('whose moves are dated by the year alone has none', async () => {
    const past = [...stay(1, jan(1), jan(5), iop), ...stay(2, jan(10), jan(15), 'outpatient')];
    await know({ ada: past.map((one) => ({ ...one, precision: 'year' as const })) });
    expect(await told()).toEqual([]);
  });
  test('of whose next admission the year alone is known has left treatment', async () => {
    const [next] = stay(2, jan(10), undefined, 'outpatient');
    await know({ ada: [...stay(1, jan(1), jan(5), iop), { ...next!, precision: 'year' }] });
    expect(await told()).toEqual([
      'intensive-outpatient → null: 1 exit 4 null',
      'null → intensive-outpatient: 1 admission null null',
    ]);
  });
  test('of whose admission the year alone is known has been there for an unknown time', async () => {
    const [there, out] = stay(1, jan(1), jan(5), iop);
    await know({
      ada: [{ ...there!, precision: 'year' }, out!, ...stay(2, jan(10), undefined, 'outpatient')],
    });
    expect(await told()).toEqual(['intensive-outpatient → outpatient: 1 step-down null 5']);
  });
});

describe('several patients', () => {
  beforeAll(() =>
    know({
      ada: [admitted(jan(5)), transitioned(jan(10), iop), discharged(jan(20))],
      ben: [...stay(1, jan(6), jan(13), 'inpatient', 'south'), ...stay(2, jan(14), undefined, iop)],
      cyd: [...stay(1, jan(1), jan(31), 'inpatient')],
    }),
  );
  const down = { fromLevel: 'inpatient', toLevel: iop } as const;

  test('make one flow with its median times', async () =>
    expect(await told()).toEqual([
      'inpatient → intensive-outpatient: 2 step-down 6 0.5',
      'inpatient → null: 1 exit 30 null',
      'intensive-outpatient → null: 1 exit 10 null',
      'null → inpatient: 3 admission null null',
    ]));
  test('are counted by the day of the move', async () => {
    const of = (from: string, to: string) => told({ ...year, from, to }, { level: iop });
    expect(await of('2026-01-10', '2026-01-10')).toEqual([
      'inpatient → intensive-outpatient: 1 step-down 5 0',
    ]);
    expect(await of('2026-01-11', '2026-01-13')).toEqual([]);
  });
  test.each([
    ['2026-02-19', 0],
    ['2026-02-20', 1],
    ['2026-03-02', 1],
    ['2026-03-03', 2],
  ])('have left treatment when their 30 days have passed: on %s %d of them', async (today, exits) => {
    const gone = await moves(
      database.pool,
      { ...year, today },
      { toLevel: null },
      {},
      { offset: 0, limit: 9 },
    );
    expect(gone.total).toBe(exits);
    const out = (await flows(database.pool, { ...year, today }, {})).filter(({ toLevel }) => !toLevel);
    expect(out.reduce((sum, { count }) => sum + count, 0)).toBe(exits);
  });
  test('are counted where the move leads, or where an exit leaves', async () => {
    expect(await told(year, { facility: 'south' })).toEqual(['null → inpatient: 1 admission null null']);
    expect(await told(year, { level: iop })).toEqual([
      'inpatient → intensive-outpatient: 2 step-down 6 0.5',
      'intensive-outpatient → null: 1 exit 10 null',
    ]);
  });
  test('are named behind a flow, the latest first, with the events', async () => {
    const { items } = await moves(database.pool, year, down, {}, { offset: 0, limit: 9 });
    expect(items).toMatchObject([
      {
        patientId: 'ben',
        on: '2026-01-14',
        gapDays: 1,
        daysAtFrom: 7,
        eventIds: [eventIdIn('pathway-ben', 2), eventIdIn('pathway-ben', 3)],
        name: { family: 'Doe', given: 'Ada' },
      },
      { patientId: 'ada', on: '2026-01-10', gapDays: 0, eventIds: [eventIdIn('pathway-ada', 2)] },
    ]);
  });
  test.each<[Parameters<typeof moves>[2], number]>([
    [{}, 7],
    [{ fromLevel: null }, 3],
    [{ toLevel: null }, 2],
    [{ fromLevel: 'inpatient' }, 3],
    [{ fromLevel: 'inpatient', toLevel: null }, 1],
    [{ fromLevel: 'outpatient' }, 0],
  ])('have of %j %d moves', async (levels, total) =>
    expect((await moves(database.pool, year, levels, {}, { offset: 0, limit: 1 })).total).toBe(total),
  );
  test('are named page by page', async () => {
    const page = (offset: number) => moves(database.pool, year, {}, {}, { offset, limit: 5 });
    const [first, second] = [await page(0), await page(5)];
    expect([first.next, second.next]).toEqual([5, null]);
    expect(
      new Set([...first.items, ...second.items].map(({ eventIds, toLevel }) => `${eventIds} ${toLevel}`))
        .size,
    ).toBe(7);
  });
});
