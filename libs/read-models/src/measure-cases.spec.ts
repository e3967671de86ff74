import { versionOf } from './measure-cases.ts';

describe("the version of the measures' cases", () => {
  const one = { version: 1 };
  test('stays while nothing changes', () => expect(versionOf(1, [one])).toBe(versionOf(1, [{ ...one }])));
  test.each([
    ['its table changes', 2, [one]],
    ['a measure judges otherwise', 1, [{ version: 2 }]],
    ['a measure is added', 1, [one, one]],
    ['its table changes and a measure goes', 2, []],
  ])('rises when %s', (_, own, judgedBy) =>
    expect(versionOf(own, judgedBy)).toBeGreaterThan(versionOf(1, [one])),
  );
});
