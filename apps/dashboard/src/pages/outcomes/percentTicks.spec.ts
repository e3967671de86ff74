import { percentTicks } from './percentTicks.ts';

test('marks are round and reach above the highest share', () => {
  expect(percentTicks([0.1, 0.37])).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
  expect(percentTicks([0.033])).toEqual([0, 0.01, 0.02, 0.03, 0.04]);
});

test('nothing is more than the whole', () => {
  expect(percentTicks([0.83, 1])).toEqual([0, 0.25, 0.5, 0.75, 1]);
});

test('a chart of zeros still has a scale', () => {
  expect(percentTicks([])).toEqual([0, 0.01, 0.02, 0.03, 0.04]);
});
