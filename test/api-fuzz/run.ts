/**
 * Fuzzes the API from its OpenAPI document with schemathesis, seeded and bounded: `npm run test:api-fuzz`. Every answer must be
 * one that the document describes, and none a fault of ours. Schemathesis is the one named by SCHEMATHESIS, or is installed from
 * PyPI into a folder of its own; without Python, nothing is tried, and the last line says so.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@stepwell/postgres/testing';
import {
  SITE_MAP_FILE,
  Intake,
  createServer,
  everyService,
  loadNetwork,
  openFoundation,
  readSiteMap,
} from '@stepwell/services';

const VERSION = '4.32.5';
const SECONDS = process.env['API_FUZZ_SECONDS'] ?? '90';
const SEED = process.env['API_FUZZ_SEED'] ?? '1';
const CHECKS =
  'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/stepwell/schemathesis');

const succeeds = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

/** The executable; undefined where there is no Python to install it with. */
const schemathesis = (): string | undefined => {
  const named = process.env['SCHEMATHESIS'];
  if (named) return named;
  const installed = join(CACHE, 'bin/schemathesis');
  if (existsSync(installed)) return installed;
  const isInstalled =
    succeeds('python3', '-m', 'venv', CACHE) &&
    succeeds(join(CACHE, 'bin/pip'), 'install', '--quiet', `schemathesis==${VERSION}`);
  return isInstalled ? installed : undefined;
};

const fuzz = async (executable: string): Promise<number> => {
  const database = await testDatabase();
  const foundation = await openFoundation({ databaseUrl: database.url, dataFolder: '' }, console.error);
  const app = await createServer(everyService(foundation, await readSiteMap(SITE_MAP_FILE)));
  await loadNetwork(app.get(Intake, { strict: false }), {
    ...{ seed: 1, patients: 20, from: '2025-06-01', to: '2026-03-01' },
  });
  await app.listen(0, '127.0.0.1');
  const args = ['run', `${await app.getUrl()}/openapi.json`, '--seed', SEED, '--max-time', SECONDS];
  // A ping of a subscriber waits for its answer for 15 s.
  const options = ['--phases', 'examples,coverage,fuzzing', '--checks', CHECKS, '--request-timeout', '30'];
  // What it has no way to write is tried in specs of its own.
  const without = ['--exclude-path', '/v1/hl7v2', '--generation-database', 'none'];
  const child = spawn(executable, [...args, ...options, ...without], { stdio: 'inherit', cwd: tmpdir() });
  const status = await new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
  await app.close();
  await foundation.close();
  await database.drop();
  return status;
};

const executable = schemathesis();
if (executable) process.exitCode = await fuzz(executable);
else console.log('Skipped: the API was not fuzzed, since schemathesis needs python3 with venv and PyPI.');
