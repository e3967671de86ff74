import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SITE_MAP_FILE } from '@stepwell/services';
import { admission } from './testing/admissions.ts';
import { CLI, run } from './testing/built.ts';
import { embeddedPlatforms } from './testing/embedded-platform.ts';

// The command line beside a running platform, on the same embedded PostgreSQL.

const platforms = embeddedPlatforms({ WEBHOOKS_ALLOW: 'http,private' }, '@stepwell/cli');
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** How a command ended, and what it said. */
const stepwell = async (...args: readonly string[]): Promise<{ code: number | null; said: string }> => {
  const command = run(CLI, args, platforms.environment());
  const code = await command.ended;
  return { code, said: command.output() };
};

const request = async <T>(url: string, method = 'GET', body?: object): Promise<T> => {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  return answer.json() as Promise<T>;
};

const fileOf = async (name: string, content: string): Promise<string> => {
  const file = join(platforms.folder(), name);
  await writeFile(file, content);
  return file;
};

const misplaced = (number: number) =>
  admission(number).replace('PV1|1|I|', 'PV1|1|X|').replace('|4W^12^1|', '||');

test('quarantine fix and discard settle a message, once, with who did it and why', async () => {
  const { base } = await platforms.start();
  const sent: string[] = [];
  for (const number of [1, 2]) {
    await fetch(`${base}/v1/hl7v2`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/hl7-v2' },
      body: misplaced(number),
    });
    const { items } = await request<{ items: { id: string }[] }>(`${base}/v1/quarantine?text=K${number}`);
    sent.push(items[0]!.id);
  }
  const [first, second] = sent as [string, string];
  const mended = await fileOf('mended.hl7', admission(1));
  const note = ['--note', 'the class was X', '--actor', 'kim'];

  expect(await stepwell('quarantine', 'fix', first, mended)).toMatchObject({
    code: 1,
    said: expect.stringContaining("required option '--note <why>' not specified"),
  });
  const unmended = await fileOf('unmended.hl7', misplaced(1));
  expect(await stepwell('quarantine', 'fix', first, unmended, ...note)).toMatchObject({
    code: 1,
    said: expect.stringMatching(/^stepwell: level-not-mapped: /m),
  });
  expect(await stepwell('quarantine', 'fix', NOBODY, mended, ...note)).toMatchObject({
    code: 1,
    said: expect.stringContaining(`There is no message ${NOBODY} in quarantine.`),
  });
  expect(await stepwell('quarantine', 'fix', first, mended, ...note)).toEqual({
    code: 0,
    said: 'accepted\n',
  });
  expect(await stepwell('quarantine', 'fix', first, mended, ...note)).toMatchObject({
    code: 1,
    said: expect.stringContaining('quarantine-settled'),
  });

  expect(await stepwell('quarantine', 'discard', second, NOBODY, ...note)).toEqual({
    code: 1,
    said: `${second}  discarded\nstepwell: There is no message ${NOBODY} in quarantine.\n`,
  });

  const shown = await stepwell('quarantine', 'show', first);
  expect(shown.said).toMatch(/^status +resolved$/m);
  expect(shown.said).toMatch(
    /^done .* edit {2}quarantined {2}level-not-mapped {2}by kim {2}“the class was X”$/m,
  );
  expect(shown.said).toMatch(/^done .* edit {2}accepted {2}by kim {2}“the class was X”$/m);
  expect(shown.said).toContain(misplaced(1).replaceAll('\r', '\n'));
  const { said } = await stepwell('quarantine', 'list', '--status', 'discarded');
  expect(said).toMatch(new RegExp(`^${second} .*\\n1 discarded: level-not-mapped 1\\n$`));
  const { total } = await request<{ total: number }>(`${base}/v1/patients?search=KILL1`);
  expect(total).toBe(1);
}, 120_000);

test('site-map tells what a file says, and each fault of one that cannot be taken', async () => {
  expect(await stepwell('site-map', SITE_MAP_FILE)).toMatchObject({
    code: 0,
    said: expect.stringMatching(/ is a site map of \d+ senders\.\n$/),
  });
  const file = await fileOf(
    'faulty.json',
    JSON.stringify({ senders: [{ sendingFacility: 'N', facilityId: 'n', levels: [{ level: 'hospital' }] }] }),
  );
  const { code, said } = await stepwell('site-map', file);
  expect(code).toBe(1);
  expect(said).toMatch(/faulty\.json:1: senders\[0\]\.levels\[0\]\.level: Give one of /);
  expect(said).toMatch(/senders\[0\]\.timeZone/);
}, 60_000);

test('subscriptions lists who is told, and resumes one', async () => {
  const { base } = await platforms.start();
  const { id } = await request<{ id: string }>(`${base}/v1/subscriptions`, 'POST', {
    ...{ url: 'http://127.0.0.1:9/nobody', kinds: ['PatientAdmitted'] },
  });
  await request(`${base}/v1/subscriptions/${id}`, 'PATCH', { status: 'paused' });
  const listed = await stepwell('subscriptions');
  expect(listed.code).toBe(0);
  expect(listed.said).toMatch(
    new RegExp(`^${id}  paused  http://127.0.0.1:9/nobody  at position \\d+  0 delivered$`, 'm'),
  );
  expect(listed.said).toMatch(/^1 subscribers; the log ends at position \d+$/m);
  expect(await stepwell('subscriptions', 'resume', id)).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/nobody goes on at position \d+\.$/m),
  });
  expect(await request(`${base}/v1/subscriptions/${id}`)).toMatchObject({ status: 'active' });
  expect(await stepwell('subscriptions', 'resume', NOBODY)).toMatchObject({
    code: 1,
    said: `stepwell: There is no subscription ${NOBODY}.\n`,
  });
}, 60_000);
