import { ageWords, formatDay, formatMonth } from './dates.ts';

test('does not take a year of which the month is not known for its January', () => {
  expect(formatMonth('2024')).toBe('2024');
  expect(formatMonth('2024-01')).toBe('Jan 2024');
  expect(formatMonth('2024-01-15')).toBe('Jan 2024');
});

test('tells of a day no more than is known of it', () => {
  expect(formatDay('1989')).toBe('1989');
  expect(formatDay('1989-06')).toBe('Jun 1989');
  expect(formatDay('1989-06-02')).toBe('Jun 2, 1989');
});

test('tells both ages that somebody may have of whose birth only the month or the year is known', () => {
  expect(ageWords('1989-06-02', '2026-06-01')).toBe('36');
  expect(ageWords('1989-06-02', '2026-06-02')).toBe('37');
  expect(ageWords('1989-06', '2026-05-31')).toBe('36');
  expect(ageWords('1989-06', '2026-06-10')).toBe('36 or 37');
  expect(ageWords('1989-06', '2026-07-01')).toBe('37');
  expect(ageWords('1989', '2026-03-01')).toBe('36 or 37');
  expect(ageWords('1989', '2026-12-31')).toBe('37');
});
