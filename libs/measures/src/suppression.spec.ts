import fc from 'fast-check';
import { LEAST_CELL, suppress, type Cells } from './suppression.ts';

const cells = (numerator: number, others: number, excluded = 0, open = 0): Cells => ({
  numerator,
  denominator: numerator + others,
  excluded,
  open,
});
type Part = 'rate' | 'excluded' | 'open';
const hiddenOf = (part: Part, ...groups: Cells[]): number[] => {
  const hidden = suppress(groups)[part].groups;
  return groups.flatMap((group, n) => (hidden.has(group) ? [n] : []));
};

test('nothing small, nothing hidden', () => {
  const groups = [cells(11, 11, 11), cells(20, 80), cells(0, 11, 0, 11)];
  for (const part of ['rate', 'excluded', 'open'] as const) expect(hiddenOf(part, ...groups)).toEqual([]);
});
test.each([
  ['the numerator', 'rate', cells(10, 100)],
  ['those who are not in it', 'rate', cells(100, 1)],
  ['those excluded', 'excluded', cells(100, 100, 1)],
  ['those whose window is open', 'open', cells(100, 100, 0, 10)],
] as [string, Part, Cells][])('%s hide a group, and the smallest other with it', (_, part, small) => {
  const others = [cells(300, 300, 300, 300), cells(50, 50, 50, 50), cells(200, 200, 200, 200)];
  expect(hiddenOf(part, small, ...others)).toEqual([0, 2]);
  for (const other of (['rate', 'excluded', 'open'] as const).filter((one) => one !== part))
    expect(hiddenOf(other, small, ...others)).toEqual([]);
});
test('two groups that are hidden anyway need no third where they are not small together', () =>
  expect(hiddenOf('rate', cells(6, 100), cells(7, 100), cells(50, 50))).toEqual([0, 1]));
test('two that are small together do', () => {
  expect(hiddenOf('rate', cells(3, 100), cells(4, 100), cells(50, 50), cells(60, 60))).toEqual([0, 1, 2]);
  expect(hiddenOf('rate', cells(5, 100), cells(5, 100), cells(50, 50))).toEqual([0, 1, 2]);
  expect(hiddenOf('rate', cells(5, 100), cells(6, 100), cells(50, 50))).toEqual([0, 1]);
});
test('an empty group hides nobody', () =>
  expect(hiddenOf('rate', cells(3, 100), cells(0, 0), cells(50, 50))).toEqual([0, 2]));
test('a total with a small cell is hidden itself', () => {
  const hidesTotal = (...groups: Cells[]) => suppress(groups).rate.total;
  expect(hidesTotal(cells(3, 100))).toBe(true);
  expect(hidesTotal(cells(10, 100))).toBe(true);
  expect(hidesTotal(cells(11, 100))).toBe(false);
  expect(hidesTotal(cells(3, 100), cells(50, 50))).toBe(false);
  expect(hidesTotal()).toBe(false);
});
test('no cell below 11 can be computed from what is shown', () => {
  const group = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(30)).map((counts) => cells(...counts));
  const small = (count: number) => count > 0 && count < LEAST_CELL;
  const parts = {
    rate: ({ numerator, denominator }: Cells) => [numerator, denominator - numerator],
    excluded: ({ excluded }: Cells) => [excluded],
    open: ({ open }: Cells) => [open],
  };
  fc.assert(
    fc.property(fc.array(group, { maxLength: 8 }), (groups) => {
      for (const [part, counts] of Object.entries(parts)) {
        const { groups: hidden, total } = suppress(groups)[part as Part];
        expect(
          groups
            .filter((one) => !hidden.has(one))
            .flatMap(counts)
            .filter(small),
        ).toEqual([]);
        if (total || hidden.size === 0) continue;
        expect(hidden.size).toBeGreaterThan(1);
        const sums = counts(groups[0]!).map((_, n) =>
          [...hidden].reduce((sum, one) => sum + counts(one)[n]!, 0),
        );
        expect(sums.filter(small)).toEqual([]);
      }
    }),
    { numRuns: 2_000 },
  );
});
