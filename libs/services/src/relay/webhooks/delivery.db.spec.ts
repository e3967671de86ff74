import { START } from '@stepwell/event-sourcing';
import { migrate } from '@stepwell/postgres';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import type { OutgoingLog } from '../../outgoing/outgoing.ts';
import { Delivery, RETRYING } from './delivery.ts';
import { seal, unseal } from './sealing.ts';
import type { Sender } from './sender.ts';
import {
  register,
  remove,
  rotate,
  sealAnew,
  secretsOf,
  subscription,
  webhookMigrations,
  type Subscription,
} from './subscriptions.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await migrate(database.pool, 'webhooks', webhookMigrations);
});
afterAll(() => database.drop());

const cursor = { position: START, alert: 0 };
const subscribed = (): Promise<Subscription> =>
  register(database.pool, {
    ...{ url: 'https://plan.example/', kinds: [], alerts: [], facilities: [], payers: [] },
    ...{ secret: 'whsec_Zmlyc3Q=', cursor },
  });

/** One event that goes out, and then nothing more. */
const oneEvent = {
  gapAfter: async () => undefined,
  after: async () => ({
    items: [{ id: 'e1', partition: 'ada', cursor, body: '{}' }],
    cursor,
    isAll: false,
  }),
} as unknown as OutgoingLog;

/** With which secrets each delivery was signed, until it is over. */
const delivering = async (
  subscription: Subscription,
  outgoing = oneEvent,
): Promise<(readonly string[])[]> => {
  const signedWith: (readonly string[])[] = [];
  const over = new AbortController();
  const sender = {
    send: async (_: string, secrets: readonly string[]) => {
      signedWith.push(secrets);
      over.abort();
      return { delivered: true, status: 204 };
    },
  } as unknown as Sender;
  const ports = {
    pool: database.pool,
    outgoing,
    sender,
    retrying: RETRYING,
    secretsKeys: [],
    gotOn: async () => {},
  };
  await new Delivery(ports, subscription).run(over.signal);
  return signedWith;
};

test('a delivery is signed with the secret of its subscription', async () =>
  expect(await delivering(await subscribed())).toEqual([['whsec_Zmlyc3Q=']]));

test('nothing goes out to one that was deleted meanwhile: there is nothing to sign it with', async () => {
  const subscription = await subscribed();
  await remove(database.pool, subscription.id);
  expect(await delivering(subscription)).toEqual([]);
});

test('one that would miss alerts which are kept no more is parked with what to do, and nothing goes out', async () => {
  const gone = { ...oneEvent, gapAfter: async () => 'Kept no more: 5.7 goes on.' } as unknown as OutgoingLog;
  const { id } = await subscribed().then(async (one) => {
    expect(await delivering(one, gone)).toEqual([]);
    return one;
  });
  expect(await subscription(database.pool, id)).toMatchObject({
    status: 'parked',
    lastFailure: 'Kept no more: 5.7 goes on.',
  });
});

test('secrets that are rotated twice are valid each for its own time, whichever is the longer', async () => {
  const { id } = await subscribed();
  const hoursLeft = async (): Promise<Record<string, number | null>> => {
    const { rows } = await database.pool.query<{ secret: string; hours: number | null }>(
      `SELECT secret, round(extract(epoch FROM valid_until - now()) / 3600)::float8 AS hours
       FROM webhooks.secrets WHERE subscription_id = $1`,
      [id],
    );
    return Object.fromEntries(rows.map(({ secret, hours }) => [secret, hours]));
  };
  await rotate(database.pool, id, 'whsec_second', 2);
  await rotate(database.pool, id, 'whsec_third', 24);
  expect(await hoursLeft()).toEqual({ 'whsec_Zmlyc3Q=': 2, whsec_second: 24, whsec_third: null });
  expect(await secretsOf(database.pool, id, [])).toEqual(['whsec_third', 'whsec_second', 'whsec_Zmlyc3Q=']);
  await rotate(database.pool, id, 'whsec_fourth', 0);
  expect(await secretsOf(database.pool, id, [])).toEqual(['whsec_fourth']);
});

describe('with a key', () => {
  const key = Buffer.alloc(32, 7);

  test('a secret is sealed where it is kept, each time otherwise, and signs as it was given', async () => {
    const { id } = await subscribed();
    const kept = seal('whsec_c2VjcmV0', [key]);
    expect(kept).not.toContain('whsec_');
    expect(kept).not.toBe(seal('whsec_c2VjcmV0', [key]));
    await rotate(database.pool, id, kept, 1);
    // The one from before there was a key is kept as it was.
    expect(await secretsOf(database.pool, id, [key])).toEqual(['whsec_c2VjcmV0', 'whsec_Zmlyc3Q=']);
  });

  test('nothing is signed with what cannot be unsealed: the key is asked for', async () => {
    const kept = seal('whsec_c2VjcmV0', [key]);
    expect(() => unseal(kept, [])).toThrow('give their key in WEBHOOK_SECRETS_KEY');
    expect(() => unseal(kept, [Buffer.alloc(32, 8)])).toThrow('sealed with another key');
    const changed = `${kept.slice(0, 40)}${kept[40] === 'A' ? 'B' : 'A'}${kept.slice(41)}`;
    expect(() => unseal(changed, [key])).toThrow('sealed with another key');
  });

  test('another key is taken while the one before is there too, and seals anew what that one sealed', async () => {
    const [before, after] = [key, Buffer.alloc(32, 9)];
    await database.pool.query('DELETE FROM webhooks.subscriptions');
    const { id } = await subscribed();
    await rotate(database.pool, id, seal('whsec_b2xk', [before]), 1);
    await expect(secretsOf(database.pool, id, [after])).rejects.toThrow('add that key after the new one');
    expect(await secretsOf(database.pool, id, [after, before])).toEqual(['whsec_b2xk', 'whsec_Zmlyc3Q=']);

    // The plain one is sealed too.
    expect(await sealAnew(database.pool, [after])).toEqual({ sealed: 1, lost: 1 });
    expect(await sealAnew(database.pool, [after, before])).toEqual({ sealed: 1, lost: 0 });
    expect(await sealAnew(database.pool, [after, before])).toEqual({ sealed: 0, lost: 0 });
    expect(await secretsOf(database.pool, id, [after])).toEqual(['whsec_b2xk', 'whsec_Zmlyc3Q=']);
    await expect(secretsOf(database.pool, id, [before])).rejects.toThrow('sealed with another key');
  });

  test('where the key is lost another secret takes the place of the old one', async () => {
    const { id } = await subscribed();
    await rotate(database.pool, id, seal('whsec_bG9zdA==', [Buffer.alloc(32, 1)]), 0);
    await rotate(database.pool, id, seal('whsec_bmV3', [key]), 0);
    expect(await secretsOf(database.pool, id, [key])).toEqual(['whsec_bmV3']);
  });
});
