/**
 * Sends mutated HL7 v2 messages and frames to a running listener and counts what becomes of them:
 * `npm run test:mutations`, with `-- --messages 100000` for long, `-- --seed 42` to send the same again; with `-- --memory` to a
 * process of its own, which tells now and then what it holds.
 */
import { parseArgs } from 'node:util';
import { measureMemory, type Held } from './measure-memory.ts';
import { sendMutated, table } from './send-mutated.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '5000' },
    memory: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [messages, seed] = [Number(values.messages), Number(values.seed)];
if (!(Number.isInteger(messages) && messages > 0) || !Number.isInteger(seed))
  throw new Error('--messages takes a number from 1 on, and --seed a number.');
console.log(`Mutated messages: ${messages}, seed ${seed}.`);
if (values.memory) {
  const told = ({ sent, heap, external, rss }: Held) =>
    console.log(`| ${sent} | ${heap} | ${external} | ${rss} |`);
  console.log('| messages | heap | external | RSS, in MiB |\n|---|---|---|---|');
  await measureMemory(messages, seed, told);
  process.exit(0);
}
const report = await sendMutated(messages, seed, (line) => console.log(line));
console.log(table(report));
process.exit(report.faults.length > 0 ? 1 : 0);
