import type { Hl7Message } from '@medplum/core';
import { read } from './field-values.ts';
import { Hl7Refusal } from './refusal.ts';
import { readTimestamp, type Hl7Moment } from './timestamp.ts';

type Source = readonly [segment: string, field: number];

const ADMITTED: Source = ['PV1', 44];
const DISCHARGED: Source = ['PV1', 45];
const OCCURRED: Source = ['EVN', 6];
const RECORDED: Source = ['EVN', 2];
const SENT: Source = ['MSH', 7];

/**
 * Where the time of what happened stands. Of a cancellation EVN-6 holds the time of what is cancelled (HL7 v2.5.1,
 * 3.4.1.6), and what happened is the cancellation.
 */
const SOURCES = {
  admission: [ADMITTED, OCCURRED, RECORDED, SENT],
  discharge: [DISCHARGED, OCCURRED, RECORDED, SENT],
  event: [OCCURRED, RECORDED, SENT],
  cancellation: [RECORDED, SENT],
} as const;

export type EventKind = keyof typeof SOURCES;

/** When it was true for the patient: the first of the fields that is filled. One that cannot be read is not skipped. */
export const eventTime = (message: Hl7Message, kind: EventKind, timeZone: string): Hl7Moment | Hl7Refusal => {
  for (const [segment, field] of SOURCES[kind]) {
    const sent = read(message, segment, field);
    if (!sent) continue;
    const moment = readTimestamp(sent, timeZone);
    const detail = `Send ${segment}-${field} as YYYYMMDDHHMMSS with or without an offset instead of ${sent}.`;
    return moment ?? new Hl7Refusal('bad-timestamp', detail, { segment, sequence: 1, field });
  }
  const fields = SOURCES[kind].map(([segment, field]) => `${segment}-${field}`).join(', ');
  const detail = `Send the time of the event in one of ${fields}.`;
  return new Hl7Refusal('missing-event-time', detail, { segment: 'EVN', sequence: 1, field: 2 });
};
