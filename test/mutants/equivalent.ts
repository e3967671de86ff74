/** Mutants that change nothing: in the line of a file that holds this code, with why. */
export const EQUIVALENT: readonly {
  readonly file: string;
  readonly code: string;
  readonly says: string;
  readonly why: string;
}[] = [
  {
    ...{ file: 'measures/attendance-week.ts', code: 'begin.day > weekOf ? begin.day', says: '> → >=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{ file: 'measures/retention.ts', code: 'a > b ? a : b', says: '> → >=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{ file: 'measures/time-to-event.ts', code: 'death < day ? day : death', says: '< → <=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{
      file: 'measures/ipf-readmission.ts',
      code: 'daysBetween(moment.day, begin.day) > interruptionDays',
      says: '> → >=',
    },
    why: 'An admission on the last day of an interruption has excluded the case.',
  },
  {
    ...{ file: 'measures/time-to-event.ts', code: 'until < moment.day', says: '< → <=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{ file: 'measures/last-contact.ts', code: 'day > last', says: '> → >=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{ file: 'measures/attendance-week.ts', code: 'lastSeen > begin.day ? lastSeen', says: '> → >=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{ file: 'pathway/local-date.ts', code: 'known.find(', says: '>= → >' },
    why: 'What is not found in the memory of offsets is looked up again.',
  },
  {
    ...{
      file: 'measures/alerts/authorizations.ts',
      code: 'scarce.day < nearEnd ? scarce.day',
      says: '< → <=',
    },
    why: 'The earlier of two days is the same where they are equal.',
  },
  {
    ...{
      file: 'measures/alerts/authorizations.ts',
      code: 'stay.begin.day > opens ? stay.begin.day',
      says: '> → >=',
    },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{ file: 'measures/alerts/authorizations.ts', code: 'nextReview < to ? nextReview', says: '< → <=' },
    why: 'The earlier of two days is the same where they are equal.',
  },
  {
    ...{ file: 'measures/alerts/sessions.ts', code: 'recordedAt > occurredAt ? recordedAt', says: '> → >=' },
    why: 'The later of two moments is the same where they are equal.',
  },
  {
    ...{ file: 'pathway/payer/authorization.ts', code: 'ended.until < grant.to ?', says: '< → <=' },
    why: 'The earlier of two days is the same where they are equal.',
  },
  {
    ...{ file: 'pathway/payer/care-day.ts', code: "unitKind === 'days' && coversPlace", says: '&& → ||' },
    why: 'It only says on which days to look; a day on which nothing is paid for uses nothing.',
  },
  {
    ...{ file: 'pathway/payer/care-day.ts', code: 'stay.begin.eventId, minutes: 0', says: '0 → (-1)' },
    why: 'Less than no minutes are as little as none.',
  },
  {
    ...{ file: 'measures/suppression.ts', code: 'const size =', says: '0 → (-1)' },
    why: 'Only whether anybody is in a group and which is the smaller is asked; a group of one is small, so hidden already.',
  },
  {
    ...{ file: 'measures/suppression.ts', code: 'size(group) > 0', says: '0 → (1)' },
    why: 'A group of one is small, so hidden already.',
  },
  {
    ...{ file: 'pathway/payer/authorized-level.ts', code: 'let day = addDays(on, -1)', says: '1 → (0)' },
    why: 'It begins with the day itself, which differs in the same way.',
  },
];
