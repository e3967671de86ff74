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
import { withIntake } from './session.ts';

export const FORMATS = ['hl7v2', 'teds-d'] as const;
export type Format = (typeof FORMATS)[number];

const UNIT: Record<Format, string> = { hl7v2: 'messages', 'teds-d': 'rows' };

/** `stepwell import hl7v2|teds-d FILE` */
export const importFile = async (format: Format, file: string): Promise<void> => {
  const { size } = await stat(file).catch(() => {
    throw new Error(`There is no file ${file}.`);
  });
  await withIntake(async (context) => {
    const bar = progressBar(UNIT[format]);
    bar.start(size, 0, { messages: 0 });
    const progress: ImportProgress = (bytes, { messages }) => bar.update(bytes, { messages });
    const imported =
      format === 'hl7v2'
        ? await importHl7v2(context.get(Hl7v2Intake), file, progress)
        : await importTeds(context.get(TedsIntake), file, progress);
    bar.update(size, { messages: imported.messages });
    bar.stop();
    console.log(tableOf(imported, UNIT[format]));
  });
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
