import { foldAll, handle, streamName, type Fact } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { derivedId, eventIdOf } from '@stepwell/edges/ids';
import { pathway, program, type PathwayCommand } from '@stepwell/pathway';
import { simulateNetwork, type SimulatedPatient } from '@stepwell/simulator';
import type { Bench } from './figure.ts';

/** A log of a million events that stays between runs: filling it takes minutes. */
export interface LargeNetwork {
  readonly url: string;
  readonly store: PostgresEventStore;
  readonly events: number;
  /** Patients with exactly 300 events each. */
  readonly patientsOf300: readonly string[];
}

/** About a million events. */
export const PATIENTS = 19_500;
const LONG_HISTORIES = 500;
const LONG_HISTORY = 300;
const AT_ONCE = 16;
const TO = '2026-09-01';
const network = (patients: number) => ({ seed: 7, patients, from: '2023-09-01', to: TO });

export const largeNetwork = async (bench: Bench): Promise<LargeNetwork> => {
  const { patients } = bench;
  const url = await bench.keptDatabase(patients === PATIENTS ? 'large_network' : `large_network_${patients}`);
  const store = await PostgresEventStore.open({ url });
  const patientsOf300 = Array.from({ length: LONG_HISTORIES }, (_, n) =>
    derivedId('long history', String(n)),
  );
  const last = streamName(pathway.category, patientsOf300.at(-1)!);
  // The long histories are written last: whoever finds the last of them finds all.
  if ((await store.readStream(last, { limit: 1 })).length === 0) {
    bench.log(`Filling a log with the events of ${patients} patients, once …`);
    await fill(store, bench);
    for (const patientId of patientsOf300)
      await store.append(streamName(pathway.category, patientId), longHistory(patientId), 'any');
  }
  return { url, store, events: Number(await store.head()), patientsOf300 };
};

const fill = async (store: PostgresEventStore, bench: Bench): Promise<void> => {
  const { programs, patients } = simulateNetwork(network(bench.patients));
  for (const { programId, commands, ...about } of programs)
    await handle(store, program, programId, [orderOf(commands, about)]);
  const all = patients();
  let done = 0;
  const worker = async () => {
    for (const { patientId, requests } of all) {
      // Left there by an earlier run, which was interrupted: a patient is written whole.
      const isThere =
        (await store.readStream(streamName(pathway.category, patientId), { limit: 1 })).length > 0;
      if (!isThere) await write(patientId, requests);
      if (++done % 2_000 === 0) bench.log(`${done} of ${bench.patients} patients`);
    }
  };
  const write = (patientId: string, requests: SimulatedPatient['requests']) =>
    handle(
      store,
      pathway,
      patientId,
      requests.map(({ patientId: _, commands, ...about }) => orderOf(commands, about)),
    );
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};

export const orderOf = <Command>(
  commands: readonly Command[],
  about: Omit<Fact['metadata'], 'correlationId'>,
) => ({
  commands,
  metadata: { ...about, correlationId: about.commandId },
  eventId: (n: number) => eventIdOf(about.commandId, n),
});

/** A registration, an admission, and a session a day. */
export const longHistory = (patientId: string, length = LONG_HISTORY): Fact[] => {
  const place = { facilityId: 'harbor', programId: 'harbor-op', timeZone: 'America/Los_Angeles' };
  const session = {
    kind: 'process',
    modality: 'in-person',
    status: 'attended',
    scheduledMinutes: 90,
    attendedMinutes: 90,
  } as const;
  const commands: PathwayCommand[] = [
    {
      type: 'RegisterPatient',
      data: { patientId, person: { name: { family: 'Long', given: 'History' } }, identifiers: [] },
    },
    {
      type: 'AdmitPatient',
      data: {
        ...place,
        level: 'outpatient',
        episodeId: derivedId('e', patientId),
        stayId: derivedId('s', patientId),
      },
    },
    ...Array.from({ length: length - 2 }, (_, n): PathwayCommand => ({
      type: 'RecordAttendance',
      data: { ...place, ...session, sessionId: `session-${n}` },
    })),
  ];
  let state = pathway.initialState;
  return commands.map((command, n) => {
    const at = new Date(Date.UTC(2025, 0, 1 + n, 18)).toISOString();
    const commandId = derivedId('long history', patientId, String(n));
    const { metadata } = orderOf([command], {
      commandId,
      occurredAt: at,
      recordedAt: at,
      source: { system: 'bench' },
      actor: 'bench',
    });
    const events = pathway.decide(command, state, metadata);
    if (!Array.isArray(events))
      throw new Error(`The benchmark's history was refused: ${JSON.stringify(events)}`);
    const fact = { ...events[0]!, id: eventIdOf(commandId, 0), schemaVersion: 1, metadata };
    state = foldAll(pathway, [fact], state);
    return fact;
  });
};
