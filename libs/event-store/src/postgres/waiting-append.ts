import { canonicalJson, type ExpectedRevision, type Fact } from '@stepwell/event-sourcing';

/** The JSON of one event in the form in which it is kept. */
export interface EventJson {
  readonly data: string;
  readonly metadata: string;
}

/** One append on its way into the log. */
export interface WaitingAppend {
  readonly streamId: string;
  readonly events: readonly Fact[];
  readonly expected: number;
  /** The nth event's JSON. Of a large append it is made when it is asked for, and what has none throws then. */
  json(n: number): EventJson;
  /** About as many as it takes on the way. */
  readonly bytes: number;
}

/** From here on an append is written while it is sent, which keeps it from holding up everything else. */
export const LARGE_APPEND = 400;

export const prepareAppend = (
  streamId: string,
  events: readonly Fact[],
  expected: ExpectedRevision,
): WaitingAppend => {
  const large = events.length >= LARGE_APPEND;
  const step = large ? Math.ceil(events.length / SAMPLE) : 1;
  const made = events.filter((_, n) => n % step === 0).map(jsonOf);
  const size = made.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
  return {
    streamId,
    events,
    expected: encodeExpected(expected),
    json: large ? (n) => jsonOf(events[n]!) : (n) => made[n]!,
    bytes: size * step + events.length * FIXED_BYTES,
  };
};

/** How many events tell the size of a large append. */
const SAMPLE = 20;

/** What every event takes beside its JSON. */
const FIXED_BYTES = 150;

const jsonOf = ({ data, metadata }: Fact): EventJson => ({
  data: canonicalJson(data),
  metadata: canonicalJson(metadata),
});

/** No stream is ever this long. */
const NEVER = 2 ** 30;

const NAMED = { 'no-stream': -1, any: -2, 'stream-exists': -3 };

const encodeExpected = (expected: ExpectedRevision): number => {
  if (typeof expected === 'string') return NAMED[expected];
  return Number.isInteger(expected) && expected >= -1 && expected < NEVER ? expected : NEVER;
};
