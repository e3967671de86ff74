import { given } from '@stepwell/event-sourcing/testing';
import { addDays } from '../local-date.ts';
import { pathway } from '../pathway-decider.ts';
import { timeline } from '../timeline.ts';
import { jan, newYork, pathwayOf, registered, type Told } from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import { alumniOn } from './alumni.ts';
import type { AftercareContact } from './aftercare-event.ts';

const enrollment = { enrollmentId: 'n1', facilityId: 'north', from: '2026-01-01' };
const enrolled = { type: 'AftercareEnrolled', data: enrollment, at: jan(1) } as const;
const contact = { contactId: 'x1', enrollmentId: 'n1', method: 'phone', reached: true } as const;
const record = (over: Partial<AftercareContact> = {}): PathwayCommand => ({
  type: 'RecordAftercareContact',
  data: { ...contact, ...over },
});
const contacted = (at: string, over: Partial<AftercareContact> = {}): Told => ({
  type: 'AftercareContactRecorded',
  data: { ...contact, facilityId: 'north', ...over },
  at,
});

test('a patient is enrolled once', () => {
  const enroll: PathwayCommand = { type: 'EnrollInAftercare', data: enrollment };
  given(pathway, registered).when(enroll, jan(1)).then({ type: 'AftercareEnrolled', data: enrollment });
  given(pathway, registered, enrolled).when(enroll, jan(1)).thenNothing();
  given(pathway, registered, enrolled).when(enroll, jan(2)).thenRefused('enrollment-known');
});
test('a contact belongs to an enrolment, and is recorded once', () => {
  given(pathway, registered, enrolled)
    .when(record(), jan(30))
    .then({ type: 'AftercareContactRecorded', data: { ...contact, facilityId: 'north' } });
  given(pathway, registered, enrolled, contacted(jan(30)))
    .when(record(), jan(30))
    .thenNothing();
  given(pathway, registered).when(record(), jan(30)).thenRefused('enrollment-unknown');
  given(pathway, registered, enrolled)
    .when(record({ reached: false, abstinent: true }), jan(30))
    .thenRefused('contact-contradicts-itself');
});

describe('alumni', () => {
  const statuses = (on: string, ...past: readonly Told[]) =>
    alumniOn(timeline(pathwayOf(registered, enrolled, ...past)).aftercare, on).map(({ status }) => status);
  const after = (days: number) => newYork(addDays('2026-01-01', days));
  test.each([30, 90, 180, 365])('are looked for from 14 days before day %i to 14 after it', (day) => {
    const n = [30, 90, 180, 365].indexOf(day);
    const on = (days: number, ...past: readonly Told[]) => statuses(addDays('2026-01-01', days), ...past)[n];
    expect([on(day - 15), on(day - 14), on(day + 14), on(day + 15)]).toEqual([
      'upcoming',
      'open',
      'open',
      'missed',
    ]);
    expect(on(400, contacted(after(day - 15)))).toBe('missed');
    expect(on(400, contacted(after(day - 14)))).toBe('reached');
    expect(on(400, contacted(after(day + 14)))).toBe('reached');
    expect(on(400, contacted(after(day + 15)))).toBe('missed');
    expect(on(400, contacted(after(day), { reached: false }))).toBe('missed');
  });
});
