import { momentOf } from './moment.ts';

test.each([
  ['2026-03-31', 'UTC', '2026-03-31T23:59:59.999Z', '2026-03-31'],
  ['2026-03-31', 'America/New_York', '2026-04-01T03:59:59.999Z', '2026-03-31'],
  ['2026-03-31', 'Pacific/Auckland', '2026-03-31T10:59:59.999Z', '2026-03-31'],
  // 23 and 25 hours long.
  ['2026-03-08', 'America/New_York', '2026-03-09T03:59:59.999Z', '2026-03-08'],
  ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59.999Z', '2026-11-01'],
  // The clocks go forward at midnight: the day ends with them.
  ['2026-04-23', 'Africa/Cairo', '2026-04-23T21:59:59.999Z', '2026-04-23'],
  ['2026-04-01T02:00:00Z', 'America/New_York', '2026-04-01T02:00:00.000Z', '2026-03-31'],
  ['2026-03-31T22:00-04:00', 'UTC', '2026-04-01T02:00:00.000Z', '2026-04-01'],
])('%s in %s is %s, on %s', (text, timeZone, instant, today) =>
  expect(momentOf(text, timeZone)).toEqual({ instant, today }),
);
