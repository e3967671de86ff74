import { createHash } from 'node:crypto';
import { streamName, type EventStore, type Fact } from '@stepwell/event-sourcing';
import { factsOfPast, type Past } from '@stepwell/event-sourcing/testing';
import { pathwayFold, program, type PathwayEvent, type ProgramEvent } from '@stepwell/pathway';
import type { Told } from '@stepwell/pathway/testing';

/** The id of the nth event of a stream, counted from 0. */
export const eventIdIn = (streamId: string, n: number): string => {
  const digest = createHash('sha256').update(`${streamId} ${n}`).digest('hex');
  return [8, 4, 4, 4, 12].map((length, part) => digest.slice(8 * part, 8 * part + length)).join('-');
};

/** Adds facts to a stream. The nth event of the stream is called `e{n}`, as in stories; what voids one names it so. */
const append = async (store: EventStore, streamId: string, told: readonly Fact[], first: number) => {
  const facts = told.map((fact, n) => {
    const id = eventIdIn(streamId, first + n);
    const { voids } = fact.data as { voids?: string };
    const data = voids ? { ...fact.data, voids: eventIdIn(streamId, Number(voids.slice(1))) } : fact.data;
    return { ...fact, id, data, metadata: { ...fact.metadata, commandId: id, correlationId: id } };
  });
  await store.append(streamId, facts, first === 0 ? 'no-stream' : first - 1);
};

/** Records what happened to a patient, after what was recorded of the patient before. */
export const tell = async (store: EventStore, patientId: string, ...past: readonly Told[]): Promise<void> => {
  const streamId = streamName(pathwayFold.category, patientId);
  const { length } = await store.readStream(streamId);
  await append(store, streamId, factsOfPast<PathwayEvent>(pathwayFold, past), length);
};

export const tellProgram = async (
  store: EventStore,
  programId: string,
  ...past: readonly Past<ProgramEvent>[]
): Promise<void> => {
  const streamId = streamName(program.category, programId);
  const { length } = await store.readStream(streamId);
  await append(store, streamId, factsOfPast<ProgramEvent>(program, past), length);
};
