import type { AckStamp } from './ack.ts';
import { messageSplitter, type RawMessage } from './split-messages.ts';

/** What is around messages that were sent together (HL7 v2.5.1, 2.10.3), as far as it was sent. */
export interface Batch {
  header?: string;
  trailer?: string;
  /** How many messages came. */
  count: number;
}

/** Batches in a file, or one alone. */
export interface BatchFile {
  header?: string;
  readonly batches: readonly Batch[];
}

/** A message and its place: that many of those before it in that batch. */
export interface BatchedMessage {
  readonly bytes: Uint8Array;
  readonly batch: number;
  readonly n: number;
}

/** Whether bytes begin as a batch or a file of batches does. */
export const isBatchFile = (bytes: Uint8Array): boolean =>
  /^\s*[FB]HS/.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'));

/** How many messages begin in a batch, counted up to `most` and one more. */
export const messagesWithin = (bytes: Buffer, most: number): number => {
  let count = 0;
  for (let at = bytes.indexOf('MSH'); at >= 0 && count <= most; at = bytes.indexOf('MSH', at + 3))
    if (isBreak(bytes[at - 1])) count++;
  return count;
};

/** A file of batches that is read piece by piece: its messages are split off as they are asked for. */
export class BatchReader {
  /** Complete when all messages were asked for. Segments are kept as latin1, byte for byte. */
  readonly file: BatchFile & { readonly batches: Batch[] } = { batches: [] };
  private readonly splitter = messageSplitter();
  private isOpen = false;

  *messages(bytes: Buffer): Generator<BatchedMessage> {
    for (const line of linesOf(bytes)) {
      const text = line.toString('latin1', 0, ENVELOPE_BYTES).trimStart();
      const name = text.slice(0, 3);
      if (ENVELOPES.has(name)) {
        yield* this.placed(this.splitter.end());
        this.around(name, text.trimEnd());
      } else {
        if (!this.isOpen) this.open();
        yield* this.placed(this.splitter.push(line));
      }
    }
    yield* this.placed(this.splitter.end());
  }

  private around(name: string, text: string): void {
    if (name === 'FHS') this.file.header ??= text;
    else if (name === 'BHS') this.open(text);
    else if (name === 'BTS' && this.file.batches.length > 0) {
      this.file.batches.at(-1)!.trailer = text;
      this.isOpen = false;
    }
  }

  private open(header?: string): void {
    this.isOpen = true;
    this.file.batches.push({ header, count: 0 });
  }

  private *placed(messages: readonly RawMessage[]): Generator<BatchedMessage> {
    const batch = this.file.batches.length - 1;
    for (const { bytes } of messages) yield { bytes, batch, n: this.file.batches[batch]!.count++ };
  }
}

const ENVELOPES = new Set(['FHS', 'BHS', 'BTS', 'FTS']);
// Of a line around messages; more is no field that is answered.
const ENVELOPE_BYTES = 4_096;
const [CR, LF] = [0x0d, 0x0a];

const isBreak = (byte: number | undefined): boolean => byte === CR || byte === LF;

/** Lines that hold something, each with what ends it. */
function* linesOf(bytes: Buffer): Generator<Buffer> {
  let from = 0;
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && !isBreak(bytes[at])) continue;
    if (at > from) yield bytes.subarray(from, at + 1);
    from = at + 1;
  }
}

/**
 * The acknowledgement of a batch is a batch of its messages' acknowledgements (HL7 v2.5.1, 2.10.3.3), that of a file a file
 * of them. BHS-12 and FHS-12 name what is answered. `answers` has for each batch what its messages are answered.
 */
export const batchAcknowledgement = (
  file: BatchFile,
  answers: readonly (readonly Uint8Array[])[],
  stamp: () => AckStamp,
): Buffer => {
  const batches = file.batches.map((batch, n) => answerOf(batch, answers[n]!, stamp()));
  if (!file.header) return Buffer.concat(batches);
  const trailer = `FTS${separatorOf(file.header)}${batches.length}\r`;
  return Buffer.concat([latin1(envelope('FHS', file.header, stamp())), ...batches, latin1(trailer)]);
};

const answerOf = (batch: Batch, answers: readonly Uint8Array[], stamp: AckStamp): Buffer => {
  const { header = 'BHS|^~\\&', trailer, count } = batch;
  const separator = separatorOf(header);
  const claimed = trailer?.split(separator)[1]?.trim();
  const differs = claimed && Number(claimed) !== count;
  // A batch that was cut short would otherwise look complete to whoever looks at its acknowledgements only.
  const comment = differs ? `${separator}BTS-1 says ${claimed}, but ${count} came` : '';
  return Buffer.concat([
    latin1(envelope('BHS', header, stamp)),
    ...answers,
    latin1(`BTS${separator}${answers.length}${comment}\r`),
  ]);
};

/** FHS and BHS are alike: sender and receiver change places, field 12 refers to field 11 of what came. */
const envelope = (name: 'FHS' | 'BHS', header: string, { controlId, at }: AckStamp): string => {
  const separator = separatorOf(header);
  const field = (n: number) => header.split(separator)[n - 1] ?? '';
  const time = `${at.slice(0, 19).replaceAll(/\D/g, '')}+0000`;
  const [application, facility] = [field(5) || 'STEPWELL', field(6)];
  const fields = [name, field(2), application, facility, field(3), field(4), time];
  return `${[...fields, '', '', '', controlId, field(11)].join(separator)}\r`;
};

const separatorOf = (header: string): string => header[3] ?? '|';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
