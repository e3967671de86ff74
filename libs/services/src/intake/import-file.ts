import { createReadStream } from 'node:fs';
import { splitMessages } from '@stepwell/edges/hl7v2';
import { tedsRows } from '@stepwell/edges/teds-d';
import type { Hl7v2Intake } from './hl7v2-intake.ts';
import type { Received } from './received.ts';
import type { TedsIntake } from './teds-intake.ts';

/** What became of a file's messages: accepted + known + quarantined = messages, always. */
export interface Imported {
  messages: number;
  accepted: number;
  known: number;
  /** By reason. */
  readonly quarantined: Map<string, number>;
}

/** How far an import is, in bytes of the file. */
export type ImportProgress = (bytes: number, imported: Imported) => void;

/** Records the messages of an HL7 v2 file in the order in which they stand there. */
export const importHl7v2 = async (
  messages: Hl7v2Intake,
  file: string,
  progress: ImportProgress,
): Promise<Imported> => {
  const imported = nothingYet();
  for await (const { bytes, endsAt } of splitMessages(createReadStream(file))) {
    tally(imported, await messages.receive(bytes));
    progress(endsAt, imported);
  }
  return imported;
};

/** Records the rows of a TEDS-D file. */
export const importTeds = async (
  rows: TedsIntake,
  file: string,
  progress: ImportProgress,
): Promise<Imported> => {
  const imported = nothingYet();
  for await (const line of tedsRows(createReadStream(file))) {
    tally(imported, await rows.receiveLine(line));
    progress(line.endsAt, imported);
  }
  return imported;
};

const nothingYet = (): Imported => ({ messages: 0, accepted: 0, known: 0, quarantined: new Map() });

const tally = (imported: Imported, received: Received): void => {
  imported.messages += 1;
  if (received.outcome !== 'quarantined') imported[received.outcome] += 1;
  else {
    const { code } = received.refusal;
    imported.quarantined.set(code, (imported.quarantined.get(code) ?? 0) + 1);
  }
};
