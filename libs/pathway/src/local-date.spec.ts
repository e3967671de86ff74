import fc from 'fast-check';
import { addDays, ageOn, daysBetween, isTimeZone, localDate, mondayOf } from './local-date.ts';
import { direction, LEVELS_OF_CARE, rank } from './level-of-care.ts';
import { newYork } from './testing/index.ts';

const NEW_YORK = 'America/New_York';

describe('the calendar day of an instant', () => {
  test.each([
    ['2026-01-06T04:59:59.999Z', '2026-01-05'],
    ['2026-01-06T05:00:00.000Z', '2026-01-06'],
    ['2026-07-06T03:59:59.999Z', '2026-07-05'],
    ['2026-07-06T04:00:00.000Z', '2026-07-06'],
    // The clocks go forward at 2:00 on 8 March and back at 2:00 on 1 November 2026.
    ['2026-03-08T04:59:59.999Z', '2026-03-07'],
    ['2026-03-08T05:00:00.000Z', '2026-03-08'],
    ['2026-03-09T03:59:59.999Z', '2026-03-08'],
    ['2026-03-09T04:00:00.000Z', '2026-03-09'],
    ['2026-11-01T03:59:59.999Z', '2026-10-31'],
    ['2026-11-01T04:00:00.000Z', '2026-11-01'],
    ['2026-11-02T04:59:59.999Z', '2026-11-01'],
    ['2026-11-02T05:00:00.000Z', '2026-11-02'],
  ])('%s is on %s in New York', (instant, day) => expect(localDate(instant, NEW_YORK)).toBe(day));

  test('is the right one at the very instant at which the clocks go back over midnight', () => {
    expect(localDate('2026-10-29T20:59:59.999Z', 'Africa/Cairo')).toBe('2026-10-29');
    expect(localDate('2026-10-29T21:00:00.000Z', 'Africa/Cairo')).toBe('2026-10-29');
    expect(localDate('2026-10-29T22:00:00.000Z', 'Africa/Cairo')).toBe('2026-10-30');
  });
  test('is what Temporal says it is, in whatever order the instants are asked for', () => {
    const zone = fc.constantFrom(
      ...[NEW_YORK, 'UTC', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Africa/Cairo', 'Pacific/Apia', '+05:30'],
    );
    const instant = fc.date({
      min: new Date('1960-01-01'),
      max: new Date('2060-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(zone, instant), { minLength: 1 }), (asked) => {
        for (const [timeZone, date] of asked) {
          const zoned = Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(timeZone);
          expect(localDate(date.toISOString(), timeZone)).toBe(zoned.toPlainDate().toString());
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the beginning of a day', () => {
  test.each([
    ['2026-03-08', NEW_YORK, newYork('2026-03-08 00:00')],
    ['2026-11-01', NEW_YORK, newYork('2026-11-01 00:00')],
    // The clocks of Cairo go forward at midnight: the day begins at one.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    // Those of Toronto went forward at half past eleven: the day began at half past twelve.
    ['1919-03-31', 'America/Toronto', '1919-03-31T04:30:00.000Z'],
  ])('%s in %s is %s', (day, timeZone, instant) => {
    expect(localDate(instant, timeZone)).toBe(day);
    expect(localDate(new Date(Date.parse(instant) - 1).toISOString(), timeZone)).toBe(addDays(day, -1));
  });
});

describe('counting days', () => {
  test.each([
    ['2026-01-31', 1, '2026-02-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-03-07', 2, '2026-03-09'],
    ['2026-01-01', -1, '2025-12-31'],
  ])('%s and %d is %s', (day, days, result) => {
    expect(addDays(day, days)).toBe(result);
    expect(daysBetween(day, result)).toBe(days);
  });
  test.each([
    ['2026-01-05', '2026-01-05'],
    ['2026-01-11', '2026-01-05'],
    ['2026-01-12', '2026-01-12'],
    ['2026-01-01', '2025-12-29'],
  ])('the week of %s begins on %s', (day, monday) => expect(mondayOf(day)).toBe(monday));
});

test.each([
  ['2026-02-27', '1990-02-28', 35],
  ['2026-02-28', '1990-02-28', 36],
  ['2026-02-28', '1992-02-29', 33],
  ['2026-03-01', '1992-02-29', 34],
  ['2028-02-28', '1992-02-29', 35],
  ['2028-02-29', '1992-02-29', 36],
  ['1992-02-29', '1992-02-29', 0],
])('on %s somebody born on %s is %d', (day, birthDate, age) => expect(ageOn(day, birthDate)).toBe(age));

test.each([
  ['America/New_York', true],
  ['UTC', true],
  ['America/Springfield', false],
  ['PST', false],
  ['2026-03-02T00:00[UTC]', false],
  ['', false],
])('whether %j is a time zone: %s', (text, is) => expect(isTimeZone(text)).toBe(is));

describe('levels of care', () => {
  test('stand in the order of their ranks', () => {
    const ranks = LEVELS_OF_CARE.map(rank);
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
  });
  test.each([
    ['inpatient', 'residential', 'step-down'],
    ['outpatient', 'intensive-outpatient', 'step-up'],
    ['inpatient', 'withdrawal-management', 'lateral'],
    ['aftercare', 'aftercare', 'lateral'],
  ] as const)('from %s to %s is %s', (from, to, way) => expect(direction(from, to)).toBe(way));
});
