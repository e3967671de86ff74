import { MemoryEventStore, Refusal, handle, type Answer } from '@stepwell/event-sourcing';
import { eventIdOf } from '@stepwell/edges/ids';
import { program, type PathwayEvent } from '@stepwell/pathway';
import { carryOut, carryOutTogether } from './testing/carry-out.ts';
import { simulateNetwork } from './simulate-network.ts';

const network = simulateNetwork({ seed: 11, patients: 300, from: '2024-03-01', to: '2026-03-01' });

const outcomeOf = (answer: Answer<PathwayEvent>): string =>
  answer instanceof Refusal ? answer.code : answer.outcome;

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
      const actual = outcomeOf(answer);
      counts[actual] = (counts[actual] ?? 0) + 1;
      return actual === expected ? [] : [{ n, actual, expected, answer, request: requests[n] }];
    });
    expect(surprises).toEqual([]);
  }
  expect(Object.keys(counts).sort()).toEqual(['appended', 'known', 'unchanged']);
}, 120_000);

test('a patient loaded at once is the same patient', async () => {
  for (const { patientId, requests } of network.patients()) {
    const [oneByOne, atOnce] = [new MemoryEventStore(), new MemoryEventStore()];
    const answers = await carryOut(oneByOne, requests);
    const together = await carryOutTogether(atOnce, requests);
    expect(together.map(outcomeOf)).toEqual(answers.map(outcomeOf));
    const ids = async (store: MemoryEventStore): Promise<string[]> =>
      (await store.readStream(`pathway-${patientId}`)).map(({ id }) => id);
    expect(await ids(atOnce)).toEqual(await ids(oneByOne));
  }
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
