import { placesWords } from './places.ts';

const program = (capacity: number | null, patients: number, isClosed = false) =>
  placesWords({ capacity, patients, isClosed } as Parameters<typeof placesWords>[0]);

test('says how much room a program has', () => {
  expect(program(10, 9)).toBe('1 free');
  expect(program(10, 10)).toBe('Full');
  expect(program(10, 11)).toBe('1 over');
  expect(program(0, 0)).toBe('Full');
  expect(program(null, 3)).toBe('No capacity recorded');
  expect(program(10, 3, true)).toBe('Closed: admits nobody');
});
