import { timeline } from '../timeline.ts';
import { admitted, jan, pathwayOf, registered, type Told } from '../testing/index.ts';
import { classifyRelapses, relapseRuleById, type RelapseRule } from './classify-relapse.ts';
import type { Relapse } from './relapse-event.ts';

const rule: RelapseRule = {
  ...{ id: 'test', version: 1, title: 'A rule', substances: ['alcohol'] },
  ...{ threshold: 'episode', minimumAbstinenceDays: 7, lookBackDays: 10 },
};
const used = (day: number, over: Partial<Relapse> = {}): Told => ({
  type: 'RelapseReported',
  data: {
    relapseId: `r${day}`,
    substances: ['alcohol'],
    detectedBy: 'self-report',
    extent: 'single-use',
    ...over,
  },
  at: jan(day),
});
const kinds = (by: RelapseRule, ...past: readonly Told[]) =>
  classifyRelapses(timeline(pathwayOf(registered, admitted(jan(1)), ...past)), by).map(({ kind }) => kind);

test('another substance is not counted, one of several is', () => {
  expect(kinds(rule, used(10, { substances: ['nicotine'] }))).toEqual(['not-counted']);
  expect(kinds(rule, used(10, { substances: ['nicotine', 'alcohol'] }))).toEqual(['lapse']);
});
test('use within the minimum abstinence goes on, since the admission or the use before', () => {
  expect(kinds(rule, used(7))).toEqual(['continued-use']);
  expect(kinds(rule, used(8))).toEqual(['lapse']);
  expect(kinds(rule, used(8), used(14))).toEqual(['lapse', 'continued-use']);
});
test('the threshold makes a relapse, less a lapse; an extent that nobody told is a single use', () => {
  expect(kinds(rule, used(10, { extent: 'episode' }))).toEqual(['relapse']);
  expect(kinds(rule, used(10, { extent: 'sustained' }))).toEqual(['relapse']);
  expect(kinds(rule, used(10, { extent: undefined }))).toEqual(['lapse']);
});
test('a second lapse within the look-back is a relapse', () => {
  expect(kinds(rule, used(8), used(18))).toEqual(['lapse', 'relapse']);
  expect(kinds(rule, used(8), used(19))).toEqual(['lapse', 'lapse']);
  expect(kinds({ ...rule, lookBackDays: 0 }, used(8), used(18))).toEqual(['lapse', 'lapse']);
});
test('any use is a relapse by the rule of that name', () =>
  expect(kinds(relapseRuleById('any-use')!, used(1, { substances: ['opioids'] }), used(2))).toEqual([
    'relapse',
    'relapse',
  ]));
test('a classification says why', () => {
  const [one] = classifyRelapses(timeline(pathwayOf(registered, admitted(jan(1)), used(3))), rule);
  expect(one).toMatchObject({ explanation: '2 days since 2026-01-01: fewer than 7.' });
});
