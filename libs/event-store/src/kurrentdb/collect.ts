import type { Readable } from 'node:stream';
import { StoreUnavailable } from '@stepwell/event-sourcing';

/** What the vendor's client reads with; its own type says less of it than it is. */
export type VendorRead = Readable & { cancel(): unknown };

/** Takes everything out of a read. It fails when the server is silent for too long: the client would wait for ever. */
export const collect = <Item>(
  stream: VendorRead,
  patienceMs: number,
  take: (item: Item) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(silence);
      settle();
    };
    const silence = setTimeout(() => {
      stream.cancel();
      reject(new StoreUnavailable(`KurrentDB did not answer a read for ${patienceMs} ms.`));
    }, patienceMs);
    stream.on('data', (item: Item) => {
      silence.refresh();
      try {
        take(item);
      } catch (error) {
        stream.cancel();
        end(() => reject(error as Error));
      }
    });
    // It stays, for errors after the first.
    stream.on('error', (error) => end(() => reject(error)));
    stream.on('end', () => end(resolve));
  });
