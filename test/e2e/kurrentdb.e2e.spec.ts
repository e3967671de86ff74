import { comparePositions, parsePosition } from '@stepwell/event-sourcing';
import { rebuild } from '@stepwell/read-models';
import { KurrentDbDouble } from '@stepwell/event-store/kurrentdb/testing';
import { tablesOf } from '@stepwell/read-models/testing';
import { SITE_MAP_FILE, createServer, everyService, readSiteMap } from '@stepwell/services';
import { admission } from './testing/admissions.ts';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let double: KurrentDbDouble;
let platform: RunningPlatform;
beforeAll(async () => {
  double = await KurrentDbDouble.start();
  platform = await runPlatform({ kurrentDbUrl: `${double.url}&defaultDeadline=2000` });
}, 60_000);
afterAll(async () => {
  await platform.stop();
  double.stop();
});

const INPATIENT = { facilityId: 'mercy', level: 'inpatient', timeZone: 'America/New_York' };

const register = async (number: number): Promise<string> => {
  const { status, body } = await platform.post('/v1/patients', {
    identifiers: [{ system: 'mercy', value: `M${number}`, type: 'MR' }],
    occurredAt: '2026-01-01T08:00:00-05:00',
  });
  expect(status).toBe(201);
  return body.patientId;
};
const admit = (patientId: string, day: number, headers = {}) =>
  platform.post(
    `/v1/patients/${patientId}/admissions`,
    { occurredAt: `2026-02-${String(day).padStart(2, '0')}T10:00:00-05:00`, ...INPATIENT },
    headers,
  );
const admitted = async (atLeast: string): Promise<number> =>
  (await platform.get(`/v1/census?on=2026-02-28&facility=mercy&atLeast=${atLeast}`)).body.total;

test('what is recorded over REST and HL7 v2 is in KurrentDB, and the read models in PostgreSQL show it', async () => {
  let position = '';
  for (let n = 1; n <= 10; n++) ({ position } = (await admit(await register(n), n)).body);
  expect(await admitted(position)).toBe(10);
  const { body } = await platform.post('/v1/hl7v2', admission(1), {
    'content-type': 'application/hl7-v2',
  });
  expect(body).toMatch(/\rMSA\|AA\|K1\r/);
  expect(double.log.records.map((record) => String(record.position))).toContain(position);
});

test('the log’s places are compared, not counted, wherever they are shown', async () => {
  const head = await platform.foundation.store.head();
  await platform.get(`/v1/census?on=2026-02-28&atLeast=${head}`);
  const { status, body } = await platform.get('/health/ready');
  expect({ status, body }).toEqual({ status: 200, body: { status: 'ok', head, projected: head } });
  const largest = '18446744073709551614';
  expect(comparePositions(parsePosition(largest)!, head)).toBeGreaterThan(0);
  await platform.foundation.pool.query('UPDATE read.checkpoint SET position = $1', [largest]);
  expect((await platform.get('/health/ready')).body.projected).toBe(largest);
  expect((await platform.get(`/v1/census?on=2026-02-28&atLeast=${largest}`)).status).toBe(200);
  await platform.foundation.pool.query('UPDATE read.checkpoint SET position = $1', [head]);
});

test('a retry by its key is known, also after an answer that was lost on the way from KurrentDB', async () => {
  const patientId = await register(20);
  const key = { 'idempotency-key': 'lost' };
  double.mood = 'written-but-silent';
  const lost = await admit(patientId, 3, key);
  expect(lost).toMatchObject({ status: 503, body: { code: 'database-unavailable' } });
  expect(lost.headers['retry-after']).toBe('5');
  double.mood = 'well';
  expect(await admit(patientId, 3, key)).toMatchObject({ status: 200, body: { outcome: 'known' } });
  expect((await platform.get(`/v1/patients/${patientId}/history`)).body.events).toHaveLength(2);
});

test('a key that was used for another patient is not noticed, as it is in PostgreSQL: both are recorded', async () => {
  const registration = (value: string) =>
    platform.post(
      '/v1/patients',
      { identifiers: [{ system: 'mercy', value }], occurredAt: '2026-01-01T08:00:00-05:00' },
      { 'idempotency-key': 'used-twice' },
    );
  const [one, other] = [await registration('K1'), await registration('K2')];
  expect([one.status, other.status]).toEqual([201, 201]);
  expect(other.body.events[0].id).toBe(one.body.events[0].id);
  expect(other.body.patientId).not.toBe(one.body.patientId);
  const { body } = await platform.get(`/v1/patients/${other.body.patientId}/history`);
  expect(body.events).toHaveLength(1);
});

test('while KurrentDB is away nothing is recorded, and afterwards everything goes on by itself', async () => {
  const patientId = await register(30);
  double.stop();
  expect((await admit(patientId, 4)).status).toBe(503);
  expect((await platform.get('/health/ready')).status).toBe(503);
  await double.listen();
  let answer = await admit(patientId, 4);
  for (let tries = 0; answer.status === 503 && tries < 50; tries++) answer = await admit(patientId, 4);
  expect(answer.status).toBe(201);
  expect(await admitted(answer.body.position)).toBe(12);
  expect((await platform.get('/health/ready')).status).toBe(200);
});

test('the read models equal those of a rebuild', async () => {
  const { pool, store } = platform.foundation;
  await platform.get(`/v1/census?on=2026-02-28&atLeast=${await store.head()}`);
  const followed = await tablesOf(pool);
  expect(followed['stays']).toHaveLength(13);
  await rebuild(pool, store);
  expect(await tablesOf(pool)).toEqual(followed);
});

test('read models of another log stop the start, until they are computed from this one', async () => {
  const { foundation } = platform;
  const start = async () =>
    createServer(everyService(foundation, await readSiteMap(SITE_MAP_FILE)), { logLevels: [] });
  await foundation.pool.query('UPDATE read.checkpoint SET position = $1', ['9999999999999999999']);
  await expect(start()).rejects.toThrow(/computed from another log/);
  await rebuild(foundation.pool, foundation.store);
  await (await start()).close();
});
