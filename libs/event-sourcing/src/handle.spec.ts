import { Refusal, type Decider } from './decider.ts';
import type { EventStore } from './event-store.ts';
import { handle, type Answer, type Done, type Order } from './handle.ts';
import { MemoryEventStore } from './memory-event-store.ts';

type Added = { readonly type: 'Added'; readonly data: { readonly amount: number } };
type Command = { readonly type: 'Add'; readonly amount: number; readonly only?: number };

/** Adds up to ten. `only` makes the command depend on what it finds. */
const counter: Decider<number, Command, Added> = {
  category: 'counter',
  initialState: 0,
  events: { Added: [] },
  evolve: (total, { data }) => total + data.amount,
  decide: ({ amount, only }, total) => {
    if (only !== undefined && only !== total) return new Refusal('other-total', `The total is ${total}.`);
    if (total + amount > 10) return new Refusal('too-much', 'It would be more than ten.');
    return amount === 0 ? [] : [{ type: 'Added', data: { amount } }];
  },
};

/** An order with an identity of its own, or with that of another order. */
const order = (
  commands: Command[],
  commandId: string = crypto.randomUUID(),
  digest = JSON.stringify(commands),
): Order<Command> => ({
  commands,
  metadata: {
    occurredAt: '2026-01-01T00:00:00.000Z',
    recordedAt: '2026-01-01T00:00:00.000Z',
    source: { system: 'test' },
    actor: 'test',
    commandId,
    commandDigest: digest,
    correlationId: commandId,
  },
  eventId: (n) => `${commandId.slice(0, -4)}${n.toString(16).padStart(4, '0')}`,
});
const add = (amount: number): Order<Command> => order([{ type: 'Add', amount }]);

let store: EventStore;
beforeEach(() => {
  store = new MemoryEventStore();
});

const give = (...orders: Order<Command>[]): Promise<Answer<Added>[]> => handle(store, counter, 'a', orders);
const total = async (): Promise<number> => {
  const events = await store.readStream('counter-a');
  return events.reduce((sum, { data }) => sum + (data as Added['data']).amount, 0);
};
const codes = (answers: readonly Answer<Added>[]) =>
  answers.map((answer) => (answer instanceof Refusal ? answer.code : answer.outcome));

/** Lets something happen between the first reading of the stream and the append that follows. */
const meanwhile = (happening: () => Promise<unknown>): EventStore => {
  let happened = false;
  return new Proxy(store, {
    get: (target, name) => {
      const own: unknown = Reflect.get(target, name);
      if (name !== 'append') return typeof own === 'function' ? own.bind(target) : own;
      return async (...call: Parameters<EventStore['append']>) => {
        if (!happened) await happening();
        happened = true;
        return target.append(...call);
      };
    },
  });
};

test('an order that changes something is appended with its metadata', async () => {
  const one = add(3);
  const [answer] = await give(one);
  expect(answer).toMatchObject({ outcome: 'appended', revision: 0 });
  expect(await store.readStream('counter-a')).toMatchObject([
    { id: one.eventId(0), type: 'Added', data: { amount: 3 }, schemaVersion: 1, metadata: one.metadata },
  ]);
  expect((answer as Done<Added>).events).toEqual(await store.readStream('counter-a'));
});

test('the commands of an order are decided on what the ones before them leave, and appended together', async () => {
  const [answer] = await give(order([2, 3, 0].map((amount) => ({ type: 'Add', amount }))));
  expect(answer).toMatchObject({ outcome: 'appended', revision: 1, events: [{}, {}] });
  expect(codes(await give(order([5, 1].map((amount) => ({ type: 'Add', amount })))))).toEqual(['too-much']);
  expect(await total()).toBe(5);
});

test('an order with nothing to do leaves nothing', async () => {
  await give(add(4));
  expect(await give(add(0))).toEqual([
    { outcome: 'unchanged', events: [], revision: 0, position: await store.head() },
  ]);
  expect(await store.readStream('counter-a')).toHaveLength(1);
});

test('a refused order leaves no trace, and can be given again', async () => {
  await give(add(8));
  const refused = add(3);
  expect(codes(await give(refused))).toEqual(['too-much']);
  expect(codes(await give(refused))).toEqual(['too-much']);
  expect(await total()).toBe(8);
});

test('an order given again is known, with the events of the first time', async () => {
  const one = add(3);
  const [first] = await give(one);
  await give(add(1));
  const [again] = await give(one);
  expect(again).toMatchObject({ outcome: 'known', events: (first as Done<Added>).events });
  expect(await total()).toBe(4);
});

test('an order given again with another content is refused', async () => {
  const one = add(3);
  await give(one);
  const other = order([{ type: 'Add', amount: 4 }], one.metadata.commandId);
  expect(codes(await give(other, add(1)))).toEqual(['command-id-reused', 'appended']);
  expect(await total()).toBe(4);
});

test('an order whose id was used on another stream is refused', async () => {
  const one = add(3);
  await handle(store, counter, 'b', [one]);
  expect(codes(await give(add(1), one, add(2)))).toEqual(['appended', 'command-id-reused', 'appended']);
  expect(await total()).toBe(3);
});

test('several orders are answered in their order, and a refused one does not stop the others', async () => {
  const [one, two] = [add(6), add(1)];
  const answers = await give(one, add(9), add(0), two, one); // the last one repeats the first
  expect(codes(answers)).toEqual(['appended', 'too-much', 'unchanged', 'appended', 'known']);
  expect(await total()).toBe(7);
});

test.each([true, false])('answers hold the events as the log does (dense: %s)', async (isDense) => {
  await give(add(1));
  const own = Object.create(store, { isDense: { value: isDense } }) as EventStore;
  const [one, two] = await handle(own, counter, 'a', [add(2), add(3)]);
  const held = await store.readStream('counter-a', { from: 1 });
  expect([one, two].flatMap((answer) => ('events' in answer! ? answer.events : []))).toEqual(held);
});

test('what another writer did meanwhile is taken into account', async () => {
  const orders = [order([{ type: 'Add', amount: 3, only: 0 }]), order([{ type: 'Add', amount: 2 }])];
  const answers = await handle(
    meanwhile(() => give(add(5))),
    counter,
    'a',
    orders,
  );
  expect(codes(answers)).toEqual(['other-total', 'appended']);
  expect(await total()).toBe(7);
});

test('an order that another writer carried out meanwhile is known, and those given with it are carried out', async () => {
  const [one, two] = [add(3), add(2)];
  const answers = await handle(
    meanwhile(() => give(one)),
    counter,
    'a',
    [one, two],
  );
  expect(codes(answers)).toEqual(['known', 'appended']);
  expect(await total()).toBe(5);
});

test('the same orders carried out meanwhile by another writer are known', async () => {
  const orders = [add(3), add(2)];
  const other = meanwhile(() => give(...orders));
  const answers = await handle(other, counter, 'a', orders);
  expect(codes(answers)).toEqual(['known', 'known']);
  expect(answers).toMatchObject([{ events: [{ revision: 0 }] }, { events: [{ revision: 1 }] }]);
});

test('of many writers each is heard once', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => give(add(1))));
  expect(codes(answers.flat()).sort()).toEqual([
    ...Array.from({ length: 10 }, () => 'appended'),
    ...Array.from({ length: 10 }, () => 'too-much'),
  ]);
  expect(await total()).toBe(10);
});

test('a stream that never stands still is given up', async () => {
  const restless = new Proxy(store, {
    get: (target, name) =>
      name === 'append' ? async () => ({ outcome: 'wrong-revision', actual: 0 }) : Reflect.get(target, name),
  });
  await expect(handle(restless, counter, 'a', [add(1)])).rejects.toThrow('overtaken by another writer');
});

test('an event that this code cannot read stops every order on its stream, and nothing is written', async () => {
  const [stored] = ((await give(add(1))) as Done<Added>[]).flatMap(({ events }) => events);
  await store.append('counter-a', [{ ...stored!, id: crypto.randomUUID(), schemaVersion: 2 }], 'any');
  await expect(give(add(1))).rejects.toThrow(
    expect.objectContaining({ code: 'unknown-event', streamId: 'counter-a' }),
  );
  expect(await store.readStream('counter-a')).toHaveLength(2);
});
