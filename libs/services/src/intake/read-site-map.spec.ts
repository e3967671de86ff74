import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FollowedSiteMap, SITE_MAP_FILE, readSiteMap } from './read-site-map.ts';

const sender = (name: string, over: object = {}) => ({
  ...{ sendingFacility: name, facilityId: name, name, timeZone: 'America/New_York', levels: [] },
  ...over,
});
const written = (...senders: object[]) => JSON.stringify({ senders }, null, 2);

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'site-map-'));
  file = join(folder, 'site-map.json');
});
afterEach(() => rm(folder, { recursive: true }));

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
};

test('the example is a site map', async () =>
  expect((await readSiteMap(SITE_MAP_FILE)).senders.length).toBeGreaterThan(1));

test('every fault is told with its line', async () => {
  await writeFile(
    file,
    written(sender('A', { timeZone: 'Mars' }), sender('B', { levels: [{ class: 'I' }], level: 'x' })),
  );
  await expect(readSiteMap(file)).rejects.toThrow(
    [
      `${file}:7: senders[0].timeZone: Give an IANA time zone, such as America/New_York.`,
      `${file}:16: senders[1].levels[0].level: Is missing.`,
      `${file}:20: senders[1].level: There is no such setting.`,
    ].join('\n'),
  );
});

test.each([
  ['{\n"senders": [}', /:2: It is no JSON: /],
  ['[]', /:1: the whole: Give an object\./],
])('%s is told in a sentence', async (text, says) => {
  await writeFile(file, text);
  await expect(readSiteMap(file)).rejects.toThrow(says);
});

test('a file that is not there is told by the setting that names it', () =>
  expect(readSiteMap(file)).rejects.toThrow(/STEPWELL_SITE_MAP/));

test('a changed file is read again; one with a fault leaves that before it in force', async () => {
  await writeFile(file, written(sender('A')));
  const lines: string[] = [];
  const followed = await FollowedSiteMap.of(file, (line) => lines.push(line));
  try {
    await writeFile(file, written(sender('A'), sender('A')));
    await until(() => followed.fault !== undefined);
    expect(followed.fault).toMatch(/stays in force\.\n.*senders\[1\]: The same sender/);
    expect(followed.senders).toHaveLength(1);
    await writeFile(file, written(sender('A'), sender('B'), sender('C')));
    await until(() => followed.fault === undefined);
    expect(followed.senders).toHaveLength(3);
    expect(lines).toHaveLength(2);
  } finally {
    followed.stop();
  }
});
