import { compareText } from './compare-text.ts';

test.each([
  ['2026-01-31', '2026-02-01', -1],
  ['2026-02-01', '2026-01-31', 1],
  ['2026-02-01', '2026-02-01', 0],
  ['', '2026-02-01', -1],
])('%s before %s: %i', (a, b, order) => expect(compareText(a, b)).toBe(order));
