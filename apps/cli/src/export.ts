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
    const to = file ? createWriteStream(file) : process.stdout;
    try {
      await pipeline(lines, to, { end: to !== process.stdout });
    } catch (error) {
      // Whoever reads has enough, as `head` has.
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
      throw error;
    }
    say(`${rows} rows.`);
  });
