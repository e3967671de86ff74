/**
 * Runs the benchmarks and prints a table: `npm run bench`, or `npm run bench -- --only append` for those whose names
 * begin so; `--patients 200000` makes the large network one of ten million events, most of an hour the first time. What it
 * printed is kept as `bench.json` in the data folder. With `--long` it measures what takes an hour
 * instead, and keeps that as `bench-long.json`; `npm run bench:plot` puts both into docs/performance.md.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase, openEmbeddedPostgres } from '@stepwell/postgres';
import { appendBenchmarks } from './append.bench.ts';
import { commandBenchmarks } from './command.bench.ts';
import { cloudEventsBenchmarks } from './cloudevents.bench.ts';
import { cursorBenchmarks } from './cursor.bench.ts';
import { kafkaBenchmarks } from './kafka.bench.ts';
import { lagBenchmarks } from './lag.bench.ts';
import { liveBenchmarks } from './live.bench.ts';
import { machine } from './long/machine.ts';
import { overLogSize } from './long/log-size.ts';
import { overWriters } from './long/writers.ts';
import { PATIENTS } from './large-network.ts';
import { outcomeBenchmarks } from './outcomes.bench.ts';
import { readingBenchmarks } from './reading.bench.ts';
import type { Bench, Benchmarks, Figure } from './figure.ts';

/** To add some: one line here. */
const ALL: Benchmarks = {
  ...appendBenchmarks,
  ...commandBenchmarks,
  ...cloudEventsBenchmarks,
  ...cursorBenchmarks,
  ...lagBenchmarks,
  ...kafkaBenchmarks,
  ...liveBenchmarks,
  ...readingBenchmarks,
  ...outcomeBenchmarks,
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    data: { type: 'string', default: '.stepwell' },
    patients: { type: 'string', default: String(PATIENTS) },
    long: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '100000,1000000,10000000' },
  },
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
  patients: Number(values.patients),
  log: (line) => console.error(line),
  database: (name) => databaseUrl(name, false),
  keptDatabase: (name) => databaseUrl(name, true),
};

const met = ({ value, target, lowerIsBetter }: Figure): boolean | null =>
  target === null ? null : lowerIsBetter ? value <= target : value >= target;

const rounded = (value: number) => Number(value.toPrecision(3));
const keep = (name: string, content: object) =>
  writeFile(join(values.data, name), `${JSON.stringify(content, null, 2)}\n`);

const runAll = async (): Promise<void> => {
  const figures: Figure[] = [];
  for (const [name, run] of Object.entries(ALL)) {
    if (!name.startsWith(values.only)) continue;
    bench.log(`${name} …`);
    figures.push(...(await run(bench)));
  }
  const report = figures.map((figure) => ({
    name: figure.name,
    value: rounded(figure.value),
    unit: figure.unit,
    target: figure.target,
    met: met(figure),
  }));
  console.table(report);
  await keep('bench.json', report);
  process.exitCode = report.some((line) => line.met === false) ? 1 : 0;
};

const runLong = async (): Promise<void> => {
  const about = await machine(server.url, folder);
  console.table(about);
  const writers = await overWriters(bench);
  console.table(writers);
  const logSizes = await overLogSize(bench, values.sizes.split(',').map(Number));
  console.table(logSizes);
  await keep('bench-long.json', { machine: about, writers, logSizes });
};

try {
  await (values.long ? runLong() : runAll());
} finally {
  await server.stop();
}
