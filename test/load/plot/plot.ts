/**
 * Puts what the benchmarks have measured into docs/performance.md: its tables from `bench.json` and `bench-long.json`,
 * and its pictures. `npm run bench:plot`, or with `-- --data FOLDER` where it was not measured in `.stepwell`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import type { LogSizeLine } from '../long/log-size.ts';
import type { WritersLine } from '../long/writers.ts';
import { lineChart } from './line-chart.ts';

interface Ratio {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number | null;
}

interface Long {
  readonly machine: Readonly<Record<string, string>>;
  readonly writers: readonly WritersLine[];
  readonly logSizes: readonly LogSizeLine[];
}

const PAGE = join(import.meta.dirname, '../../../docs/performance.md');
const IMAGES = join(import.meta.dirname, '../../../docs/images');
const [BLUE, ORANGE, GREY] = ['#1f5fa8', '#c8571b', '#666'];

const { values } = parseArgs({ options: { data: { type: 'string', default: '.stepwell' } } });
const read = async (name: string) => JSON.parse(await readFile(join(values.data, name), 'utf8'));
const ratios: readonly Ratio[] = await read('bench.json');
const { machine, writers, logSizes }: Long = await read('bench-long.json');

const table = (head: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const count = (value: number) => value.toLocaleString('en');

const tables: Record<string, string> = {
  figures: table(
    ['figure', 'measured', 'target'],
    ratios.map(({ name, value, unit, target }) => [`\`${name}\``, `${count(value)} ${unit}`, target ?? '']),
  ),
  machine: table(['', ''], Object.entries(machine)),
  writers: table(
    ['writers', 'Stepwell', 'Emmett', 'one transaction each'],
    writers.map((line) => [line.writers, line.stepwell, line.emmett, line.oneTransactionEach].map(count)),
  ),
  'log sizes': table(
    [
      ...['events', 'GB', 'appends/s, 64 writers', 'median, 99 % (ms)', 'right after a checkpoint'],
      ...['appends/s, 1 writer', 'median, 99 % (ms)', 'history of 300: median, 99 % (ms)'],
    ],
    logSizes.map((line) => [
      ...[count(line.events), line.gigabytes],
      ...[count(line.append64), `${line.append64Median}, ${line.append64P99}`, count(line.checkpointed64)],
      ...[count(line.append1), `${line.append1Median}, ${line.append1P99}`],
      `${line.historyMedian}, ${line.historyP99}`,
    ]),
  ),
};

let page = await readFile(PAGE, 'utf8');
for (const [name, content] of Object.entries(tables)) {
  const place = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- end -->)`);
  if (!place.test(page)) throw new Error(`docs/performance.md has no place for the table of ${name}`);
  page = page.replace(place, (_, begin, end) => `${begin}\n\n${content}\n\n${end}`);
}
await writeFile(PAGE, await format(page, { parser: 'markdown', proseWrap: 'preserve' }));

const overWriters = (name: string, colour: string, of: (line: WritersLine) => number) => ({
  name,
  colour,
  points: writers.map((line) => [line.writers, of(line)] as const),
});
await writeFile(
  join(IMAGES, 'append-writers.svg'),
  lineChart({
    title: 'Appends of one event',
    x: 'writers at once',
    y: 'events/s',
    series: [
      overWriters('Stepwell', BLUE, ({ stepwell }) => stepwell),
      overWriters('Emmett', ORANGE, ({ emmett }) => emmett),
      overWriters('one transaction each', GREY, ({ oneTransactionEach }) => oneTransactionEach),
    ],
  }),
);

const overSizes = (name: string, colour: string, of: (line: LogSizeLine) => number, dashed = false) => ({
  name,
  colour,
  dashed,
  points: logSizes.map((line) => [line.events, of(line)] as const),
});
await writeFile(
  join(IMAGES, 'log-size.svg'),
  lineChart({
    title: 'Latency as the log grows',
    x: 'events in the log',
    y: 'ms',
    series: [
      overSizes('append, 64 writers: median', BLUE, (line) => line.append64Median),
      overSizes('99 %', BLUE, (line) => line.append64P99, true),
      overSizes('append, 1 writer: median', GREY, (line) => line.append1Median),
      overSizes('99 %', GREY, (line) => line.append1P99, true),
      overSizes('history of 300: median', ORANGE, (line) => line.historyMedian),
      overSizes('99 %', ORANGE, (line) => line.historyP99, true),
    ],
  }),
);
