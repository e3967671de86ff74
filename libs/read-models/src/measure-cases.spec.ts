import { versionOf } from './measure-cases.ts';

describe("the version of the measures' cases", () => {
  const one = { id: 'readmission-30', version: 1 };
  const another = { id: 'step-up-30', version: 1 };
  test('stays while nothing changes', () => expect(versionOf(1, [one])).toBe(versionOf(1, [{ ...one }])));
  test.each([
    ['its table changes', 2, [one]],
    ['a measure judges otherwise', 1, [{ ...one, version: 2 }]],
    ['a measure is added', 1, [one, another]],
    ['a measure takes the place of another', 1, [another]],
  ])('is another when %s', (_, own, judgedBy) =>
    expect(versionOf(own, judgedBy)).not.toBe(versionOf(1, [one])),
  );
});
