import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { timeline } from '../timeline.ts';
import { admitted, cancelled, discharged, jan, pathwayOf, registered, type Told } from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { Waiting } from './waitlist-event.ts';

const waiting: Waiting = {
  ...{ waitlistId: 'w1', programId: 'iop', facilityId: 'north', timeZone: 'America/New_York' },
};
const wait = (over: Partial<Waiting> = {}): PathwayCommand => ({
  type: 'WaitlistPatient',
  data: { ...waiting, ...over },
});
const offer: PathwayCommand = { type: 'OfferPlace', data: { waitlistId: 'w1', answerBy: '2026-01-12' } };
const takeOff: PathwayCommand = { type: 'TakeOffWaitlist', data: { waitlistId: 'w1', reason: 'declined' } };
const waits = { type: 'PatientWaitlisted', data: waiting } as const;
const offered = { type: 'PlaceOffered', data: { waitlistId: 'w1', answerBy: '2026-01-12' } } as const;
const takenOff = { type: 'PatientTakenOffWaitlist', data: { waitlistId: 'w1', reason: 'declined' } } as const;
const since = { ...waits, at: jan(5) };
const inIop = admitted(jan(9), 'intensive-outpatient', { programId: 'iop' });

test('a patient is waitlisted once at a time, and not where the patient is', () => {
  given(pathway, registered).when(wait(), jan(5)).then(waits);
  given(pathway, registered, since).when(wait(), jan(5)).thenNothing();
  given(pathway, registered, since).when(wait(), jan(6)).thenRefused('waitlist-entry-known');
  given(pathway, registered, since)
    .when(wait({ waitlistId: 'w2' }), jan(6))
    .thenRefused('already-waitlisted');
  const elsewhere = { ...waiting, waitlistId: 'w2', programId: 'php' };
  given(pathway, registered, since)
    .when({ type: 'WaitlistPatient', data: elsewhere }, jan(6))
    .then({ type: 'PatientWaitlisted', data: elsewhere });
  given(pathway, registered, inIop).when(wait(), jan(9)).thenRefused('already-admitted');
  given(pathway, registered, inIop, discharged(jan(12)))
    .when(wait(), jan(12))
    .then(waits);
  given(pathway, registered, admitted(jan(9)), discharged(jan(12), 'death'))
    .when(wait(), jan(12))
    .thenRefused('patient-deceased');
});

test.each([
  ['offered a place', offer, offered],
  ['taken off the list', takeOff, takenOff],
] as const)('who waits is %s, and nobody else', (_, command, event) => {
  given(pathway, registered, since).when(command, jan(7)).then(event);
  given(pathway, registered, since, { ...event, at: jan(7) })
    .when(command, jan(7))
    .thenNothing();
  given(pathway, registered).when(command, jan(7)).thenRefused('waitlist-entry-unknown');
  given(pathway, registered, since).when(command, jan(4)).thenRefused('before-waitlisted');
  given(pathway, registered, since, inIop).when(command, jan(9)).thenRefused('no-longer-waiting');
  given(pathway, registered, since, { ...takenOff, at: jan(6) })
    .when(command, jan(8))
    .thenRefused('no-longer-waiting');
});

/** Each entry in a line: since when, its offers, and when it ended by what. */
const told = (...past: readonly Told[]): string[] =>
  timeline(pathwayOf(registered, ...past)).waitlist.map(({ day, offers, ended, endedBy }) =>
    [day, ...offers.map((one) => `offered ${one.day}`), ended?.day ?? 'waits', endedBy]
      .filter(Boolean)
      .join(' '),
  );

test.each<[string, readonly Told[], readonly string[]]>([
  ['waits', [since, { ...offered, at: jan(7) }], ['2026-01-05 offered 2026-01-07 waits']],
  ['is admitted to the program', [since, inIop], ['2026-01-05 2026-01-09 admitted']],
  ['is admitted elsewhere', [since, admitted(jan(9))], ['2026-01-05 waits']],
  ['was there before only', [inIop, discharged(jan(10)), { ...waits, at: jan(11) }], ['2026-01-11 waits']],
  ['is taken off the list', [since, { ...takenOff, at: jan(8) }], ['2026-01-05 2026-01-08 declined']],
  [
    'is taken off and admitted all the same',
    [since, { ...takenOff, at: jan(8) }, inIop],
    ['2026-01-05 2026-01-08 declined'],
  ],
  [
    'is taken off after the admission',
    [since, inIop, { ...takenOff, at: jan(10) }],
    ['2026-01-05 2026-01-09 admitted'],
  ],
  [
    'was admitted hours before',
    [{ ...since, at: jan(9, '15:00') }, inIop],
    ['2026-01-09 2026-01-09 admitted'],
  ],
  [
    'was in the program on days before',
    [{ ...since, at: jan(11) }, inIop],
    ['2026-01-11 2026-01-11 admitted'],
  ],
  [
    'leaves the program at that very moment',
    [inIop, discharged(jan(10)), { ...since, at: jan(10) }],
    ['2026-01-10 waits'],
  ],
  ['dies', [since, admitted(jan(6)), discharged(jan(8), 'death')], ['2026-01-05 2026-01-08 died']],
  [
    'had died before, as is told late',
    [since, admitted(jan(2)), discharged(jan(3), 'death')],
    ['2026-01-05 2026-01-05 died'],
  ],
  ['dies in the program', [since, inIop, discharged(jan(10), 'death')], ['2026-01-05 2026-01-09 admitted']],
  [
    'is admitted by mistake',
    [since, inIop, cancelled(jan(10), 'AdmissionCancelled', 'e2')],
    ['2026-01-05 waits'],
  ],
])('who %s', (_, past, expected) => expect(told(...past)).toEqual(expected));
