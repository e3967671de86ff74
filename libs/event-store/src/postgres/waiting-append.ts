import { canonicalJson, type ExpectedRevision, type Fact } from '@stepwell/event-sourcing';

/** One append on its way into the log, in the form in which it is sent. */
export interface WaitingAppend {
  readonly streamId: string;
  readonly events: readonly Fact[];
  readonly expected: number;
  readonly data: readonly string[];
  readonly metadata: readonly string[];
  /** About as many as it takes in memory and on the way. */
  readonly bytes: number;
}

/** What every event takes beside its JSON. */
const FIXED_BYTES = 150;

export const prepareAppend = (
  streamId: string,
  events: readonly Fact[],
  expected: ExpectedRevision,
): WaitingAppend => {
  const data = events.map((event) => canonicalJson(event.data));
  const metadata = events.map((event) => canonicalJson(event.metadata));
  const length = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);
  const bytes = length(data) + length(metadata) + events.length * FIXED_BYTES;
  return { streamId, events, expected: encodeExpected(expected), data, metadata, bytes };
};

/** No stream is ever this long. */
const NEVER = 2 ** 31 - 1;

const NAMED = { 'no-stream': -1, any: -2, 'stream-exists': -3 };

const encodeExpected = (expected: ExpectedRevision): number => {
  if (typeof expected === 'string') return NAMED[expected];
  return Number.isInteger(expected) && expected >= -1 && expected < NEVER ? expected : NEVER;
};
