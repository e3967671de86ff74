import { MemoryEventStore, Refusal, handle } from '@stepwell/event-sourcing';
import { eventIdOf } from '@stepwell/edges/ids';
import { program } from '@stepwell/pathway';
import { carryOut } from './testing/carry-out.ts';
import { simulateNetwork } from './simulate-network.ts';

const network = simulateNetwork({ seed: 11, patients: 300, from: '2024-03-01', to: '2026-03-01' });

test('the pathway takes every request, in the order in which they come in', async () => {
  const store = new MemoryEventStore();
  const counts: Record<string, number> = {};
  for (const { requests, record } of network.patients()) {
    const answers = await carryOut(store, requests);
    const seen = new Set<string>();
    const surprises = answers.flatMap((answer, n) => {
      const { commandId } = requests[n]!;
      const expected = seen.has(commandId)
        ? 'known'
        : record.repeats.restated.includes(commandId)
          ? 'unchanged'
          : 'appended';
      seen.add(commandId);
      const actual = answer instanceof Refusal ? answer.code : answer.outcome;
      counts[actual] = (counts[actual] ?? 0) + 1;
      return actual === expected ? [] : [{ n, actual, expected, answer, request: requests[n] }];
    });
    expect(surprises).toEqual([]);
  }
  expect(Object.keys(counts).sort()).toEqual(['appended', 'known', 'unchanged']);
}, 120_000);

test('the programs are taken before any patient', async () => {
  const store = new MemoryEventStore();
  for (const { programId, commands, ...metadata } of network.programs) {
    const { commandId } = metadata;
    const [answer] = await handle(store, program, programId, [
      {
        commands,
        metadata: { ...metadata, correlationId: commandId },
        eventId: (n) => eventIdOf(commandId, n),
      },
    ]);
    expect(answer).toMatchObject({ outcome: 'appended' });
    expect(metadata.recordedAt < '2025-10-01').toBe(true);
  }
});
