import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../testing/shared-data.ts';
import { parseSiteMap, type SiteMapFault } from './parse-site-map.ts';
import { ruleFor, senderOf, type Sender, type SiteMap } from './site-map.ts';

const north: Sender = {
  ...{ sendingFacility: 'NORTH', facilityId: 'north', name: 'North', timeZone: 'America/New_York' },
  levels: [
    { class: 'E', level: 'none' },
    { class: 'I', service: 'DTX', level: 'withdrawal-management', programId: 'detox' },
    { class: 'I', location: '3E^', level: 'residential' },
    { class: 'I', level: 'inpatient' },
  ],
};
const siteMapOf = (...senders: readonly object[]) => ({ senders });
const faultsOf = (json: unknown): string[] => (parseSiteMap(json) as SiteMapFault[]).map(({ path }) => path);

test('the example is valid', () => {
  const example = JSON.parse(readFileSync(join(REPOSITORY, 'infra/site-map.example.json'), 'utf8'));
  const siteMap = parseSiteMap(example) as SiteMap;
  expect(siteMap.senders.map(({ facilityId }) => facilityId)).toEqual(
    expect.arrayContaining(['mercy-general', 'lakeside', 'harbor', 'accmgr-1', 'simulated-hospital']),
  );
});

test.each([
  ['no object', [], ['']],
  ['nothing', {}, ['senders']],
  ['no list', { senders: {} }, ['senders']],
  ['no time zone', siteMapOf({ ...north, timeZone: 'Mars/Olympus' }), ['senders[0].timeZone']],
  ['no name', siteMapOf(north, { ...north, sendingFacility: 'S', name: undefined }), ['senders[1].name']],
  ['an empty facility', siteMapOf({ ...north, facilityId: ' ' }), ['senders[0].facilityId']],
  [
    'a level that is none',
    siteMapOf({ ...north, levels: [{ level: 'icu' }] }),
    ['senders[0].levels[0].level'],
  ],
  ['a mistyped name', siteMapOf({ ...north, timezone: 'UTC' }), ['senders[0].timezone']],
  [
    'a name of every object',
    siteMapOf(JSON.parse('{"__proto__":1}')),
    expect.arrayContaining(['senders[0].__proto__']),
  ],
  [
    'a reason that is none',
    siteMapOf({ ...north, dispositions: { 99: 'left' } }),
    ['senders[0].dispositions.99'],
  ],
  ['one sender twice', siteMapOf(north, north), ['senders[1]']],
])('finds %s', (_, json, paths) => expect(faultsOf(json)).toEqual(paths));

test.each([
  [
    { class: 'I', service: 'DTX' },
    { level: 'withdrawal-management', programId: 'detox' },
  ],
  [{ class: 'I', location: '3E^324^01' }, { level: 'residential' }],
  [{ class: 'I', location: '3EAST^1' }, { level: 'inpatient' }],
  [{ class: 'E', service: 'DTX' }, { level: 'none' }],
])('the first rule that fits %j', (visit, rule) => expect(ruleFor(north, visit)).toMatchObject(rule));

test('no rule fits, or the default does', () => {
  expect(ruleFor(north, { class: 'O' })).toBeUndefined();
  expect(ruleFor({ ...north, defaultLevel: 'outpatient' }, { class: 'O' })).toEqual({ level: 'outpatient' });
});

test('the entry that says most of a sender is the one', () => {
  const named = (facilityId: string, more: Partial<Sender>): Sender => ({ ...north, facilityId, ...more });
  const siteMap: SiteMap = {
    senders: [
      named('any', { sendingFacility: '*' }),
      named('north', {}),
      named('north-lab', { sendingApplication: 'LAB' }),
    ],
  };
  expect(senderOf(siteMap, 'LAB', 'NORTH')?.facilityId).toBe('north-lab');
  expect(senderOf(siteMap, 'HIS', 'NORTH')?.facilityId).toBe('north');
  expect(senderOf(siteMap, 'HIS', 'SOUTH')?.facilityId).toBe('any');
  expect(senderOf({ senders: [north] }, 'HIS', undefined)).toBeUndefined();
});
