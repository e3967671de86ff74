import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { appendTo, throughput } from '../append.bench.ts';
import { emmett } from '../append-baselines/emmett.ts';
import { oneTransactionEach } from '../append-baselines/one-transaction-each.ts';
import { median, type Bench } from '../figure.ts';

/** Events per second with so many writers, one event an append. */
export interface WritersLine {
  readonly writers: number;
  readonly stepwell: number;
  readonly emmett: number;
  readonly oneTransactionEach: number;
}

const WRITERS = [1, 2, 4, 8, 16, 32, 64, 128];
const ROUNDS = 5;

export const overWriters = async (bench: Bench): Promise<WritersLine[]> => {
  const store = await PostgresEventStore.open({ url: await bench.database('writers_ours') });
  const theirs = await emmett(await bench.database('writers_emmett'));
  const each = await oneTransactionEach(await bench.database('writers_each'), 'head');
  const stores = [appendTo(store), theirs.append, each.append];
  const lines: WritersLine[] = [];
  for (const append of stores) await throughput(64, 1, append);
  for (const writers of WRITERS) {
    bench.log(`${writers} writers …`);
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const rates: number[] = [];
      for (const append of stores) rates.push(await throughput(writers, 1, append));
      rounds.push(rates);
    }
    const [stepwell, emmetts, others] = stores.map((_, n) =>
      Math.round(median(rounds.map((rates) => rates[n]!))),
    );
    lines.push({ writers, stepwell: stepwell!, emmett: emmetts!, oneTransactionEach: others! });
  }
  await Promise.all([store.close(), theirs.close(), each.close()]);
  return lines;
};
