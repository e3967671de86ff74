import { setTimeout as sleep } from 'node:timers/promises';
import {
  comparePositions,
  streamName,
  type EventStore,
  type Fact,
  type Position,
} from '@stepwell/event-sourcing';
import { derivedId } from '@stepwell/edges/ids';
import { pathway } from '@stepwell/pathway';
import { longHistory } from './large-network.ts';

const PATIENTS = 2_000;
/** How long a patient's history is when the measurement begins. Everybody's next events are ready by then. */
const HISTORY = 30;

/** How many events arrive, and how fast. */
export interface Arriving {
  readonly perSecond: number;
  readonly events: number;
  /** Called for each event when it is acknowledged. */
  readonly taken?: (one: Acknowledged) => void;
}

export interface Patient {
  readonly streamId: string;
  readonly coming: Fact[];
  /** Of the last event that was sent off. */
  revision: number;
}

export const patientsOf = async (store: EventStore, events: number): Promise<Patient[]> => {
  const length = HISTORY + Math.ceil((2 * events) / PATIENTS) + 10;
  const patients: Patient[] = [];
  for (let n = 0; n < PATIENTS; n++) {
    const patientId = derivedId('followed', String(n));
    const facts = longHistory(patientId, length);
    const streamId = streamName(pathway.category, patientId);
    await store.append(streamId, facts.slice(0, HISTORY), 'no-stream');
    patients.push({ streamId, coming: facts.slice(HISTORY).reverse(), revision: HISTORY - 1 });
  }
  return patients;
};

/** An event that was acknowledged, and when. */
export interface Acknowledged {
  readonly position: Position;
  readonly at: number;
}

/** Sends events to patients chosen at random, at random moments, whether the earlier ones are answered or not. */
export const arrive = async (
  store: EventStore,
  patients: readonly Patient[],
  { perSecond, events, taken }: Arriving,
): Promise<Acknowledged[]> => {
  const acknowledged: Promise<Acknowledged>[] = [];
  let due = performance.now();
  while (acknowledged.length < events) {
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    for (; due <= performance.now(); due += (-Math.log(Math.random()) * 1_000) / perSecond)
      acknowledged.push(sendNext(store, patients[Math.floor(Math.random() * patients.length)]!, taken));
  }
  return Promise.all(acknowledged);
};

const sendNext = async (
  store: EventStore,
  patient: Patient,
  taken?: Arriving['taken'],
): Promise<Acknowledged> => {
  const result = await store.append(patient.streamId, [patient.coming.pop()!], patient.revision++);
  if (result.outcome !== 'appended') throw new Error(`An append of the benchmark ended in ${result.outcome}`);
  const acknowledged = { position: result.position, at: performance.now() };
  taken?.(acknowledged);
  return acknowledged;
};

/** Milliseconds from each acknowledgement to the first moment at which somebody was seen to hold the event. */
export const lags = (acknowledged: readonly Acknowledged[], seen: readonly Acknowledged[]): number[] => {
  const inOrder = acknowledged.toSorted((a, b) => comparePositions(a.position, b.position));
  let next = 0;
  return inOrder.map(({ position, at }) => {
    while (comparePositions(seen[next]!.position, position) < 0) next++;
    return Math.max(0, seen[next]!.at - at);
  });
};
