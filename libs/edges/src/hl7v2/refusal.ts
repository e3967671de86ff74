import { Refusal } from '@stepwell/event-sourcing';

/** Where in a message the fault is (HL7 v2.5.1, 2.A.28 ERL): segment, which of that name, field. */
export interface Hl7Location {
  readonly segment: string;
  /** Which of the segments of that name, from 1. */
  readonly sequence?: number;
  readonly field?: number;
}

/**
 * Why messages are turned away. `AE`: the content must be fixed before it is sent again. `AR`: this system does not
 * take such a message (HL7 v2.5.1, 2.9.2.1 and table 0008). `error` is the code of table 0357.
 */
const CONDITIONS = {
  'frame-stray': { ack: 'AR', error: '100' },
  'frame-unfinished': { ack: 'AR', error: '100' },
  'frame-too-large': { ack: 'AR', error: '207' },
  'batch-too-large': { ack: 'AR', error: '207' },
  'not-hl7': { ack: 'AR', error: '100' },
  'unsupported-message-type': { ack: 'AR', error: '200' },
  'unsupported-trigger': { ack: 'AR', error: '201' },
  malformed: { ack: 'AE', error: '100' },
  'unsupported-character-set': { ack: 'AE', error: '103' },
  undecodable: { ack: 'AE', error: '102' },
  'missing-message-id': { ack: 'AE', error: '101' },
  'unknown-facility': { ack: 'AE', error: '103' },
  'missing-patient-identifier': { ack: 'AE', error: '101' },
  'missing-visit': { ack: 'AE', error: '100' },
  'missing-event-time': { ack: 'AE', error: '101' },
  'missing-location': { ack: 'AE', error: '101' },
  'bad-timestamp': { ack: 'AE', error: '102' },
  'level-not-mapped': { ack: 'AE', error: '103' },
} as const satisfies Record<string, { ack: 'AE' | 'AR'; error: string }>;

export type Hl7RefusalCode = keyof typeof CONDITIONS;

/** A message that cannot be translated. The detail tells its sender what to do. */
export class Hl7Refusal extends Refusal<Hl7RefusalCode> {
  readonly location: Hl7Location | undefined;
  readonly ack: 'AE' | 'AR';
  /** HL7 table 0357. */
  readonly error: string;
  constructor(code: Hl7RefusalCode, detail: string, location?: Hl7Location) {
    super(code, detail);
    this.location = location;
    this.ack = CONDITIONS[code].ack;
    this.error = CONDITIONS[code].error;
  }
}

/** A fault of ours, which is none of the message's: `AR`, so the sender sends the same message again later. */
export class Hl7Fault extends Refusal {}
