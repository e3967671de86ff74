import { measures } from './measures.ts';
import { days, faultsOf, valuesOf, type Parameter } from './parameters.ts';

const set = {
  windowDays: days(30, 'The window.', 1, 365),
  rule: { value: 'a', means: 'The rule.', oneOf: ['a', 'b'] } as Parameter<string>,
  names: { value: [], means: 'Names.' } as Parameter<readonly string[]>,
};

test('what is given takes the place of the definition’s own values', () => {
  expect(valuesOf(set)).toEqual({ windowDays: 30, rule: 'a', names: [] });
  expect(valuesOf(set, { windowDays: 7, names: ['x'] })).toEqual({ windowDays: 7, rule: 'a', names: ['x'] });
});

test.each([
  [{ windowDays: 1, rule: 'b', names: ['x'] }, []],
  [{ windowDays: 365 }, []],
  [{ windowDays: 0 }, ['windowDays must be a whole number from 1 to 365']],
  [{ windowDays: 366 }, ['windowDays must be a whole number from 1 to 365']],
  [{ windowDays: 1.5 }, ['windowDays must be a whole number from 1 to 365']],
  [{ windowDays: '7' }, ['windowDays must be a whole number from 1 to 365']],
  [{ rule: 'c' }, ['rule must be one of a, b']],
  [{ names: 'x' }, ['names must be a list of words']],
  [{ names: [1 as never] }, ['names must be a list of words']],
  [{ toString: 1 }, ['toString is none of: windowDays, rule, names']],
])('%j: %j', (given, faults) =>
  expect(faultsOf(set, given).map(({ name, detail }) => `${name} ${detail}`)).toEqual(faults),
);

test('days may be none, unless it is said otherwise', () => {
  expect(days(30, 'The window.')).toMatchObject({ least: 0, most: 730 });
});

test('every definition’s own values keep to its bounds', () => {
  for (const { parameters } of measures)
    expect(faultsOf(parameters, valuesOf(parameters) as Record<string, number>)).toEqual([]);
});
