import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { admission } from './testing/admissions.ts';
import { CLI, run, until } from './testing/built.ts';
import { embeddedPlatforms, sendAdmission as send } from './testing/embedded-platform.ts';

// Real processes on an embedded PostgreSQL, killed without a chance to say goodbye.

const platforms = embeddedPlatforms({}, '@stepwell/cli');

const MESSAGES = 1_200;

test('what was acknowledged is there after a kill -9, once, and the next start works', async () => {
  const { child, base } = await platforms.start();
  const acknowledged = new Set<number>();
  let next = 0;
  const sender = async () => {
    for (let number = next++; number < MESSAGES; number = next++)
      if (await send(base, number)) acknowledged.add(number);
  };
  const senders = Promise.allSettled(Array.from({ length: 16 }, sender));
  await until(() => acknowledged.size >= 200, child.output);
  child.kill('SIGKILL');
  await senders;
  expect(acknowledged.size).toBeLessThan(MESSAGES);

  const again = await platforms.start();
  const patients = async (): Promise<{ total: number }> =>
    (
      await fetch(`${again.base}/v1/patients?search=kill&limit=1&atLeast=${await head(again.base)}`)
    ).json() as Promise<{ total: number }>;
  expect((await patients()).total).toBeGreaterThanOrEqual(acknowledged.size);
  for (const number of acknowledged) {
    const found = await fetch(`${again.base}/v1/patients?search=KILL${number}`);
    expect(((await found.json()) as { total: number }).total).toBeGreaterThan(0);
  }
  // Sent again, all of them: those that were there are known, and none is there twice.
  for (let number = 0; number < MESSAGES; number++) expect(await send(again.base, number)).toBe(true);
  expect((await patients()).total).toBe(MESSAGES);
  const { total } = (await (
    await fetch(`${again.base}/v1/census?on=2026-03-03&atLeast=${await head(again.base)}`)
  ).json()) as { total: number };
  expect(total).toBe(MESSAGES);
}, 180_000);

const head = async (base: string): Promise<string> =>
  ((await (await fetch(`${base}/health/ready`)).json()) as { head: string }).head;

test('an import that was killed is finished by the next one', async () => {
  const file = join(platforms.folder(), 'admissions.hl7');
  const first = MESSAGES + 1;
  const messages = Array.from({ length: 1_500 }, (_, n) => admission(first + n));
  await writeFile(file, messages.join('\n\n'));
  const killed = run(CLI, ['import', 'hl7v2', file], platforms.environment());
  const { base } = await platforms.start();
  await until(async () => Number(await head(base)) > MESSAGES * 2 + 100, killed.output);
  killed.kill('SIGKILL');
  await killed.ended;
  const finishing = run(CLI, ['import', 'hl7v2', file], platforms.environment());
  expect(await finishing.ended).toBe(0);
  const counts = Object.fromEntries(
    [...finishing.output().matchAll(/^(accepted|already known|quarantined|messages) +(\d+)$/gm)].map(
      ([, name, count]) => [name, Number(count)],
    ),
  );
  expect(counts).toMatchObject({ quarantined: 0, messages: 1_500 });
  expect(counts['already known']).toBeGreaterThan(0);
  expect(counts['accepted']! + counts['already known']!).toBe(1_500);
  const census = await fetch(`${base}/v1/census?on=2026-03-03&atLeast=${await head(base)}`);
  expect(await census.json()).toMatchObject({ total: MESSAGES + 1_500 });
}, 180_000);
