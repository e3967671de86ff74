/** Mutants that change nothing: in the line of a file that holds this code, with why. */
export const EQUIVALENT: readonly {
  readonly file: string;
  readonly code: string;
  readonly says: string;
  readonly why: string;
}[] = [
  {
    ...{ file: 'readmission.ts', code: 'stay.begin.at >= moment.at', says: '>= → >' },
    why: 'An admission at the instant of the discharge continues the stay.',
  },
  {
    ...{ file: 'attendance-week.ts', code: 'begin.day > weekOf ? begin.day', says: '> → >=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{ file: 'retention.ts', code: 'a > b ? a : b', says: '> → >=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{ file: 'time-to-event.ts', code: 'death < day ? day : death', says: '< → <=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{
      file: 'ipf-readmission.ts',
      code: 'daysBetween(moment.day, begin.day) > interruptionDays',
      says: '> → >=',
    },
    why: 'An admission on the last day of an interruption has excluded the case.',
  },
  {
    ...{ file: 'time-to-event.ts', code: 'until < moment.day', says: '< → <=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{ file: 'last-contact.ts', code: 'day > last', says: '> → >=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{ file: 'attendance-week.ts', code: 'lastSeen > begin.day ? lastSeen', says: '> → >=' },
    why: 'The later of two days is the same where they are equal.',
  },
  {
    ...{ file: 'local-date.ts', code: 'known.find(', says: '>= → >' },
    why: 'What is not found in the memory of offsets is looked up again.',
  },
];
