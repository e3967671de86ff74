import { stat } from 'node:fs/promises';
import {
  Hl7v2Intake,
  TedsIntake,
  importHl7v2,
  importTeds,
  type ImportProgress,
  type Imported,
} from '@stepwell/services';
import { Presets, SingleBar } from 'cli-progress';
import { say, withIntake } from './session.ts';

export const FORMATS = ['hl7v2', 'teds-d'] as const;
export type Format = (typeof FORMATS)[number];

const UNIT: Record<Format, string> = { hl7v2: 'messages', 'teds-d': 'rows' };

/** `stepwell import hl7v2|teds-d FILE` */
export const importFile = async (format: Format, file: string): Promise<void> => {
  const size = await sizeOf(file);
  const unit = UNIT[format];
  await withIntake(async (context) => {
    const bar = progressBar(unit);
    bar.start(size, 0, { messages: 0 });
    const progress: ImportProgress = (bytes, { messages }) => bar.update(bytes, { messages });
    const read =
      format === 'hl7v2'
        ? importHl7v2(context.get(Hl7v2Intake), file, progress)
        : importTeds(context.get(TedsIntake), file, progress);
    const imported = await read.finally(() => bar.stop());
    if (imported.messages === 0) throw new Error(`${file} holds no ${unit}.`);
    console.log(tableOf(imported, unit));
    if (imported.quarantined.size > 0) say('`stepwell quarantine list` tells what was quarantined, and why.');
  });
};

const sizeOf = async (file: string): Promise<number> => {
  const found = await stat(file).catch(() => undefined);
  if (!found) throw new Error(`There is no file ${file}.`);
  if (!found.isFile()) throw new Error(`${file} is no file.`);
  return found.size;
};

const progressBar = (unit: string): SingleBar =>
  new SingleBar(
    {
      format: `Importing {bar} {percentage}% | {messages} ${unit} | {eta_formatted} left`,
      noTTYOutput: true,
      notTTYSchedule: 5_000,
    },
    Presets.shades_classic,
  );

/** Every message in exactly one row, and their sum. */
export const tableOf = ({ messages, accepted, known, quarantined }: Imported, unit: string): string => {
  const reasons = [...quarantined].sort(([, a], [, b]) => b - a);
  const inQuarantine = reasons.reduce((sum, [, count]) => sum + count, 0);
  const rows: [string, number][] = [
    ['accepted', accepted],
    ['already known', known],
    ['quarantined', inQuarantine],
    ...reasons.map(([code, count]): [string, number] => [`  ${code}`, count]),
    [unit, messages],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, count]) => `${name.padEnd(width)}  ${String(count).padStart(8)}`).join('\n');
};
