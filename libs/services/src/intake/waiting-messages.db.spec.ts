import { migrate } from '@stepwell/postgres';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { keepInQuarantine, quarantineMigrations } from './quarantine.ts';
import { waitingInQuarantine } from './quarantine-queries.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await migrate(database.pool, 'intake', quarantineMigrations);
}, 60_000);
afterAll(() => database.drop());

test('what waits for a patient of whom something came is found, and first, behind however many others', async () => {
  const { pool } = database;
  const early = { channel: 'hl7v2', code: 'not-admitted', detail: 'Not yet.' } as const;
  const id = await keepInQuarantine(pool, { ...early, content: Buffer.from('first'), patientId: 'ana' });
  await pool.query(
    `INSERT INTO intake.quarantine (id, channel, code, detail, content, patient_id)
     SELECT gen_random_uuid(), 'hl7v2', 'not-admitted', '', '', 'p' || n FROM generate_series(1, 5000) AS n`,
  );
  const waiting = (...patientIds: string[]) =>
    waitingInQuarantine(pool, ['not-admitted'], new Set(patientIds));
  expect(await waiting()).toHaveLength(5_000);
  expect((await waiting('ana'))[0]).toEqual({ id, patientId: 'ana' });
});
