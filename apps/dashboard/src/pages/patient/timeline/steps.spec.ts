import type { Pathway } from '../../../api/types.ts';
import { contactWords, stepsOf } from './steps.ts';
import { waitWords, type Wait } from './waits.ts';

const on = (day: string, over: object = {}) => ({
  ...{ at: `${day}T12:00:00Z`, day, precision: 'day', eventId: `event ${day}`, facilityId: 'north' },
  ...over,
});

test('tells the steps from referral to aftercare in the order in which they happened', () => {
  const pathway = {
    referrals: [on('2026-01-01')],
    eligibility: [on('2026-01-02', { contraindications: ['imminent-danger'] })],
    plans: [on('2026-01-03', { hoursPerWeek: 9 })],
    outcomes: [
      {
        instrument: 'PHQ-9',
        points: [
          on('2026-01-04', { score: 18, severity: 'moderately-severe' }),
          on('2026-03-01', { score: 4, severity: 'minimal' }),
        ],
      },
    ],
    aftercare: [
      {
        enrolled: on('2026-02-01'),
        facilityId: 'north',
        contacts: [on('2026-03-02', { method: 'phone', reached: true, abstinent: true })],
      },
    ],
  } as unknown as Pathway;
  expect(stepsOf(pathway).map(({ day, letter, words }) => `${day} ${letter} ${words}`)).toEqual([
    '2026-01-01 R Referred',
    '2026-01-02 E Eligibility assessed: 1 contraindication',
    '2026-01-03 P Plan: 9 h a week',
    '2026-01-04 A PHQ-9: 18, moderately severe',
    '2026-02-01 F Enrolled in aftercare',
    '2026-03-01 A PHQ-9: 4, minimal',
    '2026-03-02 F Phone: reached, abstinent',
  ]);
});

test('does not say that somebody was abstinent who did not say so', () => {
  const contact = { method: 'visit', reached: false } as Parameters<typeof contactWords>[0];
  expect(contactWords(contact)).toBe('Visit: not reached');
  expect(contactWords({ ...contact, reached: true, abstinent: false })).toBe('Visit: reached, not abstinent');
});

test('says what came of waiting', () => {
  const wait = { offers: [], ended: null } as unknown as Wait;
  expect(waitWords(wait)).toBe('Waits');
  expect(waitWords({ ...wait, offers: [on('2026-01-02')] } as unknown as Wait)).toBe(
    'Waits; a place is offered',
  );
  expect(
    waitWords({ ...wait, ended: on('2026-01-03', { by: 'treated-elsewhere' }) } as unknown as Wait),
  ).toBe('Ended: treated elsewhere');
});
