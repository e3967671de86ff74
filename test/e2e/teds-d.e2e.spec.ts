import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tedsRows } from '@stepwell/edges/teds-d';
import { describeWithFile } from '../../libs/edges/src/testing/shared-data.ts';
import { CLI, run, until } from './testing/built.ts';
import { embeddedPlatforms } from './testing/embedded-platform.ts';

// A file of the Treatment Episode Data Set, in and out by the command line, and its figures from the API.

describeWithFile('teds-d/teds-d-2023-sample.csv', (path) => {
  const platforms = embeddedPlatforms({}, '@stepwell/cli');
  const stepwell = async (...args: readonly string[]): Promise<string> => {
    const command = run(CLI, args, platforms.environment());
    expect([await command.ended, command.output()]).toEqual([0, expect.any(String)]);
    return command.output();
  };

  test('all 600 rows come back code for code, and completion is what is counted straight from them', async () => {
    const { base } = await platforms.start();
    expect(await stepwell('import', 'teds-d', path)).toMatch(/^accepted +600$/m);
    const written = join(platforms.folder(), 'written.csv');
    await stepwell('export', 'teds-d', written);
    const linesOf = async (file: string) => (await readFile(file, 'utf8')).trimEnd().split(/\r?\n/).sort();
    expect(await linesOf(written)).toEqual(await linesOf(path));

    const ended: string[] = [];
    for await (const line of tedsRows(createReadStream(path)))
      if (
        'row' in line &&
        (line.row.service_type_discharge || line.row.service_type_admit) === 'Intensive Outpatient'
      )
        ended.push(line.row.discharge_reason!);
    const counted = (...reasons: readonly string[]) => ended.filter((one) => reasons.includes(one)).length;
    const rate = async (measure: string) => {
      const answer = await fetch(`${base}/v1/measures/${measure}?from=2023-01-01&to=2024-01-01`);
      const { overall } = (await answer.json()) as { overall: { numerator: number; denominator: number } };
      return [overall.numerator, overall.denominator];
    };
    let last: unknown[] = [];
    await until(
      async () => (last = await rate('completion'))[1] === ended.length,
      () => `of ${ended.length} discharges ${String(last[1])} are in the denominator`,
    );
    expect(await rate('completion')).toEqual([counted('Treatment completed'), ended.length]);
    expect(await rate('completion-or-transfer')).toEqual([
      counted('Treatment completed', 'Transferred'),
      ended.length,
    ]);
  }, 300_000);
});
