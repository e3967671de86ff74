import type { Refusal } from '@stepwell/event-sourcing';
import { Hl7Context, type Hl7Message } from '@medplum/core';
import { read } from './field-values.ts';
import { parseMessage } from './parse-message.ts';
import { Hl7Fault, Hl7Refusal } from './refusal.ts';

/** What an acknowledgement needs beside the message that it answers: its own number and the moment it is made. */
export interface AckStamp {
  readonly controlId: string;
  /** An instant. */
  readonly at: string;
}

/** What a message came to: `accepted` once its events are in the log, by this message or before it; otherwise why not. */
export type Verdict = 'accepted' | Refusal;

/**
 * What an acknowledgement speaks of: what the message came to, which in original mode is all there is (HL7 v2.5.1, 2.9.2);
 * or, in enhanced mode, whether it is in safe keeping here (2.9.3).
 */
export type AckRole = 'application' | 'accept';

/**
 * One acknowledgement. It speaks the version and uses the encoding characters of the message. Text that is no message is
 * answered too, with an empty MSA-2.
 */
export const ackMessage = (
  received: string,
  verdict: Verdict,
  stamp: AckStamp,
  role: AckRole = 'application',
): string => {
  const parsed = parseMessage(received);
  const message = parsed instanceof Hl7Refusal ? undefined : parsed;
  const answer = role === 'accept' && isKept(verdict) ? 'accepted' : verdict;
  const context = message?.context ?? new Hl7Context();
  const version = (message && read(message, 'MSH', 12)) ?? '2.5.1';
  const isRecent = Number.parseFloat(version.slice(2)) >= 5;
  const segments = [headerOf(message, context, version, stamp)];
  if (answer === 'accepted') segments.push(['MSA', role === 'accept' ? 'CA' : 'AA', rawField(message, 10)]);
  else {
    const told = isRecent ? [] : [oneLine(answer.detail, context)];
    segments.push([
      'MSA',
      role === 'accept' ? commitCodeOf(answer) : ackCodeOf(answer),
      rawField(message, 10),
      ...told,
    ]);
    segments.push(isRecent ? errorOf(answer, context) : oldErrorOf(answer, context));
  }
  return segments.map((fields) => `${fields.join(context.fieldSeparator)}\r`).join('');
};

/** Sender and receiver change places (HL7 v2.5.1, 2.9.2.2). */
const headerOf = (
  message: Hl7Message | undefined,
  context: Hl7Context,
  version: string,
  { at, controlId }: AckStamp,
): string[] => {
  const trigger = message && read(message, 'MSH', 9, 2);
  const needsStructure = Number.parseFloat(version.slice(2)) >= 4;
  const type = [
    'ACK',
    ...(trigger ? [escaped(trigger, context)] : []),
    ...(trigger && needsStructure ? ['ACK'] : []),
  ];
  return [
    'MSH',
    encodingCharacters(context),
    rawField(message, 5) || 'STEPWELL',
    rawField(message, 6),
    rawField(message, 3),
    rawField(message, 4),
    `${at.slice(0, 19).replaceAll(/\D/g, '')}+0000`,
    '',
    type.join(context.componentSeparator),
    controlId,
    rawField(message, 11) || 'P',
    escaped(version, context),
  ];
};

// A separator that the sender left out of MSH-2 stays out: it is a character that cannot be sent.
const encodingCharacters = (context: Hl7Context): string => context.getMsh2().replaceAll('\u0000', '');

const ackCodeOf = (refusal: Refusal): string => {
  if (refusal instanceof Hl7Fault) return 'AR';
  return refusal instanceof Hl7Refusal ? refusal.ack : 'AE';
};

/**
 * Whether a message is in the log or, for its content, in quarantine, and its sender done with it. One of a type that is not
 * taken here is kept as well, but belongs elsewhere; one that met a fault of ours, or came in no whole frame, is not kept.
 */
export const isKept = (verdict: Verdict): boolean => verdict === 'accepted' || ackCodeOf(verdict) === 'AE';

/** CR is for a type that is not taken (HL7 v2.5.1, 2.9.3.2), CE for every other reason. */
const commitCodeOf = (refusal: Refusal): string => {
  const isOfOtherType = refusal instanceof Hl7Refusal && ['200', '201'].includes(refusal.error);
  return isOfOtherType ? 'CR' : 'CE';
};

/** What table 0357 has for a decision of the pathway. */
const DECISIONS: Record<string, string> = {
  'message-id-reused': '205', // duplicate key identifier
  'patient-unknown': '204', // unknown key identifier
  'not-admitted': '204',
  'nothing-to-cancel': '204',
  'in-the-future': '102', // data type error: a value that cannot be
};

const CONDITION_TEXT: Record<string, string> = {
  '100': 'Segment sequence error',
  '101': 'Required field missing',
  '102': 'Data type error',
  '103': 'Table value not found',
  '200': 'Unsupported message type',
  '201': 'Unsupported event code',
  '204': 'Unknown key identifier',
  '205': 'Duplicate key identifier',
  '207': 'Application internal error',
};

/** HL7 table 0357 as a coded element. A refusal that the table does not know is its catch-all, 207. */
const conditionOf = (refusal: Refusal): string[] => {
  const code = refusal instanceof Hl7Refusal ? refusal.error : (DECISIONS[refusal.code] ?? '207');
  return [code, CONDITION_TEXT[code]!, 'HL70357'];
};

const locationOf = (refusal: Refusal): string[] => {
  const {
    segment = '',
    sequence = '',
    field = '',
  } = refusal instanceof Hl7Refusal ? (refusal.location ?? {}) : {};
  return [segment, String(sequence), String(field)];
};

/** ERR since v2.5 (2.15.5): 2 location, 3 condition, 4 severity, 5 our own code, 8 what to tell the user. */
const errorOf = (refusal: Refusal, context: Hl7Context): string[] => {
  const location = locationOf(refusal).join(context.componentSeparator);
  const condition = conditionOf(refusal).join(context.componentSeparator);
  return ['ERR', '', location, condition, 'E', refusal.code, '', '', oneLine(refusal.detail, context)];
};

/** ERR until v2.4: the location and in its fourth component the condition. */
const oldErrorOf = (refusal: Refusal, context: Hl7Context): string[] => {
  const condition = conditionOf(refusal).join(context.subcomponentSeparator);
  const [segment = '', sequence = '', field = ''] = locationOf(refusal);
  return ['ERR', [segment, sequence, field, condition].join(context.componentSeparator)];
};

/** A field of the received MSH exactly as it was sent. */
const rawField = (message: Hl7Message | undefined, field: number): string =>
  message?.getSegment('MSH')?.getField(field)?.toString() ?? '';

const oneLine = (text: string, context: Hl7Context): string => escaped(text.replaceAll(/\s+/g, ' '), context);

/** Writes text so that it can be read back (HL7 v2.5.1, 2.7.1). */
const escaped = (text: string, context: Hl7Context): string => {
  const { escapeCharacter: mark } = context;
  const sequences = new Map([
    [context.fieldSeparator, 'F'],
    [context.componentSeparator, 'S'],
    [context.subcomponentSeparator, 'T'],
    [context.repetitionSeparator, 'R'],
    [mark, 'E'],
  ]);
  const write = (character: string) => {
    const sequence = sequences.get(character);
    if (!sequence) return character;
    return mark === '\u0000' ? ' ' : `${mark}${sequence}${mark}`;
  };
  return [...text].map(write).join('');
};
