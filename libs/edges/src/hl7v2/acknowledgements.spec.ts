import { Refusal } from '@stepwell/event-sourcing';
import { adt } from '../testing/adt-message.ts';
import { acknowledgements, isTold } from './acknowledgements.ts';
import { Hl7Fault, Hl7Refusal } from './refusal.ts';

const stamp = () => ({ controlId: 'ack-1', at: '2026-03-02T17:08:51.123Z' });
const VERDICTS = {
  accepted: 'accepted',
  'wrong content': new Hl7Refusal('bad-timestamp', 'Send a time.'),
  'not admitted': new Refusal('not-admitted', 'Nobody is admitted.'),
  'another type': new Hl7Refusal('unsupported-message-type', 'Send ADT only.'),
  'no whole frame': new Hl7Refusal('frame-unfinished', 'Send it whole.'),
  'our fault': new Hl7Fault('database-unavailable', 'Try again.'),
} as const;

const codes = (verdict: keyof typeof VERDICTS, accept?: string, application?: string): string => {
  const message = adt('A01', { 'MSH-15': accept ?? null, 'MSH-16': application ?? null });
  const written = acknowledgements(message, VERDICTS[verdict], stamp);
  expect(isTold(message, VERDICTS[verdict])).toBe(written.length > 0);
  return written.map((text) => /\rMSA\|(..)\|m1/.exec(text)![1]).join(' ');
};

// By MSH-15 and MSH-16. Original mode is answered once; so is a message with codes that table 0155 does not have.
test.each<[string | undefined, string | undefined, Record<keyof typeof VERDICTS, string>]>([
  [
    undefined,
    undefined,
    {
      ...{ accepted: 'AA', 'wrong content': 'AE', 'not admitted': 'AE', 'another type': 'AR' },
      ...{ 'no whole frame': 'AR', 'our fault': 'AR' },
    },
  ],
  [
    'XX',
    '',
    {
      ...{ accepted: 'AA', 'wrong content': 'AE', 'not admitted': 'AE', 'another type': 'AR' },
      ...{ 'no whole frame': 'AR', 'our fault': 'AR' },
    },
  ],
  [
    'AL',
    'AL',
    {
      ...{ accepted: 'CA AA', 'wrong content': 'CA AE', 'not admitted': 'CA AE', 'another type': 'CR' },
      ...{ 'no whole frame': 'CE', 'our fault': 'CE' },
    },
  ],
  [
    'al',
    undefined,
    {
      ...{ accepted: 'CA', 'wrong content': 'CA', 'not admitted': 'CA', 'another type': 'CR' },
      ...{ 'no whole frame': 'CE', 'our fault': 'CE' },
    },
  ],
  [
    'NE',
    'AL',
    {
      ...{ accepted: 'AA', 'wrong content': 'AE', 'not admitted': 'AE', 'another type': 'AR' },
      ...{ 'no whole frame': 'AR', 'our fault': 'AR' },
    },
  ],
  [
    'ER',
    'ER',
    {
      ...{ accepted: '', 'wrong content': 'AE', 'not admitted': 'AE', 'another type': 'CR' },
      ...{ 'no whole frame': 'CE', 'our fault': 'CE' },
    },
  ],
  [
    'SU',
    'SU',
    {
      ...{ accepted: 'CA AA', 'wrong content': 'CA', 'not admitted': 'CA', 'another type': '' },
      ...{ 'no whole frame': '', 'our fault': '' },
    },
  ],
  [
    'NE',
    'NE',
    {
      ...{ accepted: '', 'wrong content': '', 'not admitted': '', 'another type': '' },
      ...{ 'no whole frame': '', 'our fault': '' },
    },
  ],
])('MSH-15 %s, MSH-16 %s', (accept, application, expected) => {
  const verdicts = Object.keys(VERDICTS) as (keyof typeof VERDICTS)[];
  expect(
    Object.fromEntries(verdicts.map((verdict) => [verdict, codes(verdict, accept, application)])),
  ).toEqual(expected);
});

test('what a message is refused for is said in the acceptance too', () => {
  const message = adt('A01', { 'MSH-15': 'AL' });
  const [text] = acknowledgements(message, VERDICTS['our fault'], stamp);
  expect(text).toContain(
    'ERR||^^|207^Application internal error^HL70357|E|database-unavailable|||Try again.',
  );
});
