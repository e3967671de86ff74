import type { Pathway } from '../../../api/types.ts';
import { wholeOf } from './lanes.ts';

const at = (day: string) => ({ at: `${day}T12:00:00Z` });

test('shows a relapse that came long after the last discharge', () => {
  const pathway = {
    episodes: [
      {
        admission: at('2026-01-01'),
        stays: [{ begin: at('2026-01-01'), end: at('2026-01-10') }],
        leaves: [],
      },
    ],
    relapses: [at('2026-06-01')],
    ...{ waitlist: [], referrals: [], eligibility: [], plans: [], outcomes: [], aftercare: [] },
  } as unknown as Pathway;
  const { end } = wholeOf(pathway, Date.parse('2026-12-31T00:00:00Z'));
  expect(end).toBeGreaterThan(Date.parse('2026-06-01T12:00:00Z'));
});
