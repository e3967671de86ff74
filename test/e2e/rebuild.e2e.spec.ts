import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, openEmbeddedPostgres } from '@stepwell/postgres';
import { CLI, PLATFORM, build, run, until } from './testing/built.ts';

// The command line's rebuild beside a running platform, as whoever operates it sees them.

let folder: string;
let environment: Record<string, string>;
let platform: ReturnType<typeof run>;
let base: string;

const PATIENTS = 900;

const stepwell = async (...words: string[]): Promise<{ code: number | null; output: string }> => {
  const child = run(CLI, words, environment);
  const code = await child.ended;
  return { code, output: child.output() };
};

beforeAll(async () => {
  build('@stepwell/platform', '@stepwell/cli');
  folder = await mkdtemp(join(tmpdir(), 'stepwell-rebuild-'));
  environment = { STEPWELL_DATA: folder, STEPWELL_DEMO: 'off', PORT: '0' };
  platform = run(PLATFORM, [], environment);
  await until(() => /Dashboard +http/.test(platform.output()), platform.output);
  base = /Dashboard +(http:\S+)\//.exec(platform.output())![1]!;
  await stepwell('simulate', '--patients', String(PATIENTS), '--seed', '3');
}, 240_000);
afterAll(async () => {
  platform.kill('SIGTERM');
  await platform.ended;
  await rm(folder, { recursive: true, force: true });
});

const patients = async (): Promise<number> =>
  ((await (await fetch(`${base}/v1/patients?limit=1`)).json()) as { total: number }).total;

test('a rebuild that is killed is taken up by the next one, and queries are answered all the while', async () => {
  const killed = run(CLI, ['rebuild'], environment);
  await until(() => /filling/.test(killed.output()), killed.output);
  killed.kill('SIGKILL');
  await killed.ended;
  expect(await patients()).toBe(PATIENTS);
  expect((await stepwell('projections')).output).toMatch(/Beside them, filling since .*measure-cases/);

  const again = await stepwell('rebuild');
  expect(again.output).toContain('Going on after');
  expect(again.output).toContain(`patients: ${PATIENTS} rows before, ${PATIENTS} after, all of them equal`);
  expect(again.output).toMatch(/They answer now, up to position \d+/);
  expect(again.code).toBe(0);
  expect(await patients()).toBe(PATIENTS);
}, 120_000);

test('a table that says something else than the log is shown, and left for a decision', async () => {
  // Somebody has laid hands on it. The embedded server's address is where the platform keeps it.
  const server = await openEmbeddedPostgres({ folder: join(folder, 'postgres'), log: () => {} });
  const database = await openDatabase(server.url);
  await database.query(
    `UPDATE read.stays SET level = 'outpatient' WHERE patient_id = (SELECT min(patient_id) FROM read.stays WHERE level <> 'outpatient')`,
  );
  await database.end();
  await server.stop();

  const rebuilt = await stepwell('rebuild', 'stays');
  expect(rebuilt.code).toBe(1);
  expect(rebuilt.output).toMatch(
    /stays: \d+ rows before, \d+ after: 0 only before, 0 only after, \d+ differ \(level in \d+\)/,
  );
  expect(rebuilt.output).toContain('the old ones go on answering');
  expect((await stepwell('projections', 'switch')).output).toMatch(/They answer now/);
  const equal = await stepwell('rebuild', 'stays');
  expect(equal.output).toContain('all of them equal');
  expect(equal.code).toBe(0);
}, 120_000);

test('the read models prove themselves complete', async () => {
  const { code, output } = await stepwell('projections', 'verify');
  expect(output).toMatch(/patients +complete: \d+ events consumed, 0 waiting/);
  expect(output).not.toContain('NOT COMPLETE');
  expect(code).toBe(0);
}, 60_000);
