import type { AckStamp } from './ack.ts';
import { messageSplitter } from './split-messages.ts';

/** Messages that were sent together (HL7 v2.5.1, 2.10.3), with the segments around them as far as they were sent. */
export interface Batch {
  readonly header?: string;
  readonly trailer?: string;
  readonly messages: readonly Uint8Array[];
}

/** Batches in a file, or one alone. */
export interface BatchFile {
  readonly header?: string;
  readonly batches: readonly Batch[];
}

/** Reads what begins with FHS or BHS; anything else is undefined. Segments are kept as latin1, byte for byte. */
export const readBatchFile = (bytes: Uint8Array): BatchFile | undefined => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!/^\s*[FB]HS/.test(text.slice(0, 64))) return undefined;
  let fileHeader: string | undefined;
  const batches: { header?: string; trailer?: string; lines: string[] }[] = [];
  let isOpen = false;
  const open = (header?: string) => {
    isOpen = true;
    batches.push({ header, lines: [] });
  };
  for (const line of text.split(/[\r\n]+/)) {
    const name = line.trimStart().slice(0, 3);
    if (name === 'FHS') fileHeader ??= line.trimStart();
    else if (name === 'BHS') open(line.trimStart());
    else if (name === 'BTS' && batches.length > 0) {
      batches.at(-1)!.trailer = line.trimStart();
      isOpen = false;
    } else if (name !== '' && name !== 'FTS' && name !== 'BTS') {
      if (!isOpen) open();
      batches.at(-1)!.lines.push(line);
    }
  }
  return {
    header: fileHeader,
    batches: batches.map(({ lines, ...around }) => ({ ...around, messages: messagesOf(lines) })),
  };
};

const messagesOf = (lines: readonly string[]): Uint8Array[] => {
  const splitter = messageSplitter();
  const messages = [...splitter.push(Buffer.from(lines.join('\r'), 'latin1')), ...splitter.end()];
  return messages.map(({ bytes }) => bytes);
};

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
  const { header = 'BHS|^~\\&', trailer, messages } = batch;
  const separator = separatorOf(header);
  const claimed = trailer?.split(separator)[1]?.trim();
  const differs = claimed && Number(claimed) !== messages.length;
  // A batch that was cut short would otherwise look complete to whoever looks at its acknowledgements only.
  const comment = differs ? `${separator}BTS-1 says ${claimed}, but ${messages.length} came` : '';
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
