import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { exportTeds } from '@stepwell/services';
import { say, withFoundation } from './session.ts';

/** `stepwell export teds-d [FILE]`: what `stepwell import teds-d` read, to a file or to standard output. */
export const exportFile = (file: string | undefined): Promise<void> =>
  withFoundation(async ({ store }) => {
    let rows = -1;
    const lines = async function* () {
      for await (const line of exportTeds(store)) {
        rows++;
        yield `${line}\n`;
      }
    };
    if (file) await pipeline(lines, createWriteStream(file));
    else for await (const line of lines()) process.stdout.write(line);
    say(`${rows} rows.`);
  });
