/**
 * Refusals of what came before that which it speaks of: a fact that comes later may resolve them. What contradicts a fact
 * that is known is not among them: which of the two is right only a person can tell.
 */
export const PREMATURE: readonly string[] = [
  'patient-unknown',
  'not-admitted',
  'before-admission',
  'discharged-before-admission',
  'nothing-to-cancel',
  'not-on-leave',
  'returned-before-leaving',
  'attendance-unknown',
  'relapse-unknown',
  'consent-unknown',
  'coverage-unknown',
  'authorization-unknown',
  'enrollment-unknown',
  'waitlist-entry-unknown',
  'before-waitlisted',
  'entry-unknown',
  'not-merged',
];
