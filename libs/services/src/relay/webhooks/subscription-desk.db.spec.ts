import { MemoryEventStore } from '@stepwell/event-sourcing';
import { registered } from '@stepwell/pathway/testing';
import { migrate } from '@stepwell/postgres';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { tell } from '@stepwell/read-models/testing';
import { AlertFeed } from '../../outgoing/alert-feed.ts';
import { alertNoticeMigrations } from '../../outgoing/alert-notices.ts';
import { LogFeed } from '../../outgoing/log-feed.ts';
import { OutgoingLog } from '../../outgoing/outgoing.ts';
import { Whom } from '../../outgoing/whom.ts';
import { DEFAULT_SETTINGS } from '../../tokens.ts';
import { SubscriptionDesk } from './subscription-desk.ts';
import { webhookMigrations } from './subscriptions.ts';

let database: TestDatabase;
let desk: SubscriptionDesk;
let alerts: AlertFeed;
let log: LogFeed;

beforeAll(async () => {
  database = await testDatabase();
  await migrate(database.pool, 'alerts', alertNoticeMigrations);
  await migrate(database.pool, 'webhooks', webhookMigrations);
  await database.pool.query('INSERT INTO alerts.watch (last_number) VALUES (0)');
  const store = new MemoryEventStore();
  await tell(store, 'ada', registered);
  alerts = new AlertFeed(database.pool);
  log = new LogFeed(store);
  const outgoing = new OutgoingLog(store, log, alerts, new Whom(store), DEFAULT_SETTINGS);
  desk = new SubscriptionDesk(database.pool, outgoing, DEFAULT_SETTINGS, () => '2026-03-01T00:00:00.000Z');
});
afterAll(async () => {
  desk.close();
  alerts.onModuleDestroy();
  await log.onModuleDestroy();
  await database.drop();
});

const announce = () =>
  database.pool.query(
    `WITH next AS (UPDATE alerts.watch SET last_number = last_number + 1 RETURNING last_number)
     INSERT INTO alerts.notices (number, change, position, alert)
     SELECT last_number, 'AlertOpened', 1, '{"kind":"admitted","patientId":"ada"}' FROM next`,
  );

describe('a subscription that was away for longer than alerts are kept', () => {
  const away = async (kinds: string[] = []) => {
    const { id, cursor } = await desk.register({ url: 'https://plan.example/', kinds });
    await desk.change(id, { status: 'paused' });
    await announce();
    await announce();
    await database.pool.query(
      'DELETE FROM alerts.notices WHERE number < (SELECT max(number) FROM alerts.notices)',
    );
    return { id, at: Number(cursor.split('.')[1]) };
  };
  const gone = (next: string) => ({
    status: 410,
    code: 'alerts-pruned',
    message: expect.stringContaining(`${next} goes on`),
  });

  test('is told so, and where to go on, however it is resumed', async () => {
    const { id, at } = await away();
    const next = `1.${at + 1}`;
    await expect(desk.resume(id, undefined)).rejects.toMatchObject(gone(next));
    await expect(desk.change(id, { status: 'active' })).rejects.toMatchObject(gone(next));
    expect(await desk.show(id)).toMatchObject({ status: 'paused', cursor: `1.${at}` });
    expect(await desk.resume(id, next)).toMatchObject({ status: 'active', cursor: next });
  });
  test('goes on where it stood if it wants no alerts', async () => {
    const { id, at } = await away(['PatientAdmitted']);
    expect(await desk.resume(id, undefined)).toMatchObject({ status: 'active', cursor: `1.${at}` });
  });
  test('goes on where it stood if it wants none any more', async () => {
    const { id, at } = await away();
    const kinds = ['PatientAdmitted'];
    expect(await desk.change(id, { status: 'active', kinds })).toMatchObject({ cursor: `1.${at}` });
  });
});
