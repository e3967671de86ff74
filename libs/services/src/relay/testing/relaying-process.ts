/** A process of its own that relays a log to its output: a line with the positions of each batch. */
import { writeSync } from 'node:fs';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { openDatabase } from '@stepwell/postgres';
import { Relay } from '../relay.ts';

const [url = '', name = ''] = process.argv.slice(2);
const relay = new Relay(
  await openDatabase(url),
  await PostgresEventStore.open({ url }),
  {
    name,
    begins: 'at-the-start',
    deliver: async (events) => void writeSync(1, `${events.map(({ position }) => position).join(' ')}\n`),
  },
  console.error,
);
relay.start();
process.stdout.write('ready\n');
