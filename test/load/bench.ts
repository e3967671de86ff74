/**
 * Runs the benchmarks and prints a table: `npm run bench`, or `npm run bench -- --only append` for those whose names
 * begin so. What it printed is kept as `bench.json` in the data folder.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase, openEmbeddedPostgres } from '@stepwell/postgres';
import { appendBenchmarks } from './append.bench.ts';
import { readingBenchmarks } from './reading.bench.ts';
import type { Bench, Benchmarks, Figure } from './figure.ts';

/** To add some: one line here. */
const ALL: Benchmarks = { ...appendBenchmarks, ...readingBenchmarks };

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, data: { type: 'string', default: '.stepwell' } },
});
const folder = join(values.data, 'bench');
await mkdir(folder, { recursive: true });
const server = await openEmbeddedPostgres({ folder: join(folder, 'postgres'), log: console.error });

const databaseUrl = async (name: string, isKept: boolean): Promise<string> => {
  const maintenance = await openDatabase(server.url, { connections: 1 });
  if (!isKept) await maintenance.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  const { rowCount } = await maintenance.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (!rowCount) await maintenance.query(`CREATE DATABASE "${name}"`);
  await maintenance.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.href;
};

const bench: Bench = {
  folder,
  log: (line) => console.error(line),
  database: (name) => databaseUrl(name, false),
  keptDatabase: (name) => databaseUrl(name, true),
};

const met = ({ value, target, lowerIsBetter }: Figure): boolean | null =>
  target === null ? null : lowerIsBetter ? value <= target : value >= target;

const figures: Figure[] = [];
try {
  for (const [name, run] of Object.entries(ALL)) {
    if (!name.startsWith(values.only)) continue;
    bench.log(`${name} …`);
    figures.push(...(await run(bench)));
  }
} finally {
  await server.stop();
}

const rounded = (value: number) => Number(value.toPrecision(3));
const report = figures.map((figure) => ({
  name: figure.name,
  value: rounded(figure.value),
  unit: figure.unit,
  target: figure.target,
  met: met(figure),
}));
console.table(report);
await writeFile(join(values.data, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
process.exitCode = report.some((line) => line.met === false) ? 1 : 0;
