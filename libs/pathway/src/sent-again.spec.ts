import fc from 'fast-check';
import { MemoryEventStore, Refusal, handle, type Order } from '@stepwell/event-sourcing';
import { pathway } from './pathway-decider.ts';
import type { PathwayCommand } from './pathway-command.ts';
import { admission, anyCommands, jan, registration } from './testing/index.ts';

const uuid = (order: number, event: number): string =>
  `00000000-0000-4000-8000-${(order * 1_000 + event).toString(16).padStart(12, '0')}`;

/** The nth message of a sender, recorded n seconds after the first. */
const order = (
  n: number,
  at: string,
  ...commands: readonly [PathwayCommand, ...PathwayCommand[]]
): Order<PathwayCommand> => ({
  commands,
  eventId: (event) => uuid(n, event + 1),
  metadata: {
    occurredAt: at,
    recordedAt: new Date(Date.UTC(2026, 1, 1, 0, 0, n)).toISOString(),
    source: { system: 'feed', messageId: String(n) },
    actor: 'feed',
    commandId: uuid(n, 0),
    correlationId: uuid(n, 0),
  },
});

const send = async (store: MemoryEventStore, one: Order<PathwayCommand>) =>
  (await handle(store, pathway, 'p1', [one]))[0]!;

/** A second attempt is made later than the first. */
const again = (one: Order<PathwayCommand>): Order<PathwayCommand> => ({
  ...one,
  metadata: { ...one.metadata, recordedAt: '2026-03-01T00:00:00.000Z' },
});

test('an order that was carried out changes nothing when it is sent again, whatever came in between', () =>
  fc.assert(
    fc.asyncProperty(anyCommands(25), fc.infiniteStream(fc.nat()), async (said, choices) => {
      const store = new MemoryEventStore();
      const done: Order<PathwayCommand>[] = [];
      for (const [n, { command, at }] of said.entries()) {
        const one = order(n, at, command);
        const answer = await send(store, one);
        if (!(answer instanceof Refusal) && answer.outcome === 'appended') done.push(one);
        const head = await store.head();
        const repeated = done[choices.next().value! % done.length]!;
        expect(await send(store, again(repeated))).toMatchObject({ outcome: 'known' });
        expect(await store.head()).toBe(head);
      }
    }),
    { numRuns: 300 },
  ));

test('orders sent together do what they do one after another', () =>
  fc.assert(
    fc.asyncProperty(anyCommands(15), async (said) => {
      const orders = said.map(({ command, at }, n) => order(n, at, command));
      const [apart, together] = [new MemoryEventStore(), new MemoryEventStore()];
      for (const one of orders) await send(apart, one);
      await handle(together, pathway, 'p1', orders);
      expect(await together.readStream('pathway-p1')).toEqual(await apart.readStream('pathway-p1'));
    }),
    { numRuns: 200 },
  ));

const register: PathwayCommand = {
  type: 'RegisterPatient',
  data: { ...registration, identifiers: registration.identifiers.person },
};
const admit: PathwayCommand = { type: 'AdmitPatient', data: admission('inpatient') };
const discharge: PathwayCommand = {
  type: 'DischargePatient',
  data: { episode: { facilityId: 'north' }, reason: 'completed' },
};

test('an order that was refused is carried out when its time has come', async () => {
  const store = new MemoryEventStore();
  const early = order(2, jan(9), discharge);
  await send(store, order(0, jan(1), register));
  expect(await send(store, early)).toMatchObject({ code: 'not-admitted' });
  await send(store, order(1, jan(5), admit));
  expect(await send(store, early)).toMatchObject({ outcome: 'appended' });
});

test('an order is carried out all or not at all', async () => {
  const store = new MemoryEventStore();
  const other: PathwayCommand = {
    type: 'AdmitPatient',
    data: admission('inpatient', { episodeId: 'e2', stayId: 's2' }),
  };
  const refused = await send(store, order(0, jan(5), register, admit, other));
  expect(refused).toMatchObject({ code: 'already-admitted' });
  expect(await store.head()).toBe('0');
});

test('a second of the same admission under another name is known by what it says', async () => {
  const store = new MemoryEventStore();
  await send(store, order(0, jan(5), register, admit));
  expect(await send(store, order(1, jan(5), admit))).toMatchObject({ outcome: 'unchanged', events: [] });
});
