import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { SITE_MAP_FILE, chosenServices, createServer, openFoundation, readSiteMap } from '@stepwell/services';
import { BULK_APPENDS, BULK_EVENTS, appendedInBulk } from './append.bench.ts';
import { compare, type Bench, type Benchmarks, type Figure } from './figure.ts';

const ROUNDS = 5;
const BATCH = 5_000;
const PATIENTS = 100;
const CONNECTIONS = 4;
const BATCHES = (BULK_APPENDS * BULK_EVENTS) / BATCH;
const START = Date.parse('2024-01-01T09:00:00Z');
const HOUR = 3_600_000;

let made = 0;
const event = (command: string, subject: string, at: number, data: object): object => ({
  specversion: '1.0',
  id: `bench-${made++}`,
  source: 'urn:bench:feed',
  type: `stepwell.pathway.${command}.v1`,
  subject,
  time: new Date(at).toISOString(),
  data,
});

const place = { facilityId: 'north-campus', timeZone: 'America/New_York' };

const admitted = (subject: string): object[] => [
  event('RegisterPatient', subject, START, {
    person: { name: { family: 'Bench' } },
    identifiers: [{ system: 'bench', value: subject }],
  }),
  event('AdmitPatient', subject, START, { ...place, level: 'intensive-outpatient' }),
];

/** A patient's sessions, one after another. */
const sessions = (subject: string, count: number): object[] =>
  Array.from({ length: count }, (_, n) =>
    event('RecordAttendance', subject, START + (n + 1) * HOUR, {
      ...{ sessionId: `group-${n}`, kind: 'process', modality: 'in-person', status: 'attended' },
      ...{ scheduledMinutes: 180, attendedMinutes: 180, ...place },
    }),
  );

const send = async (url: string, events: readonly object[] | string): Promise<void> => {
  const answered = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: typeof events === 'string' ? events : JSON.stringify(events),
  });
  const text = await answered.text();
  const { accepted, known, quarantined } = JSON.parse(text) as Record<string, number>;
  if (!accepted || known || quarantined)
    throw new Error(`Answered with ${answered.status}: ${text.slice(0, 500)}`);
};

/** Both sides write as many events; over HTTP they come as batches of sessions, each of a hundred patients' fifty. */
const versusBulk = async (bench: Bench): Promise<Figure[]> => {
  const store = await PostgresEventStore.open({ url: await bench.database('bulk_append') });
  const databaseUrl = await bench.database('cloudevents');
  const foundation = await openFoundation({ databaseUrl, dataFolder: '' }, bench.log);
  const app = await createServer(chosenServices(['intake'], foundation, await readSiteMap(SITE_MAP_FILE)), {
    logLevels: ['error'],
  });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const batches = async () => {
    const rest: string[] = [];
    for (let n = 0; n < BATCHES; n++) {
      const subjects = Array.from({ length: PATIENTS }, () => crypto.randomUUID());
      await send(url, subjects.flatMap(admitted));
      rest.push(JSON.stringify(subjects.flatMap((subject) => sessions(subject, BATCH / PATIENTS))));
    }
    const began = performance.now();
    const sender = async () => {
      for (let batch = rest.pop(); batch; batch = rest.pop()) await send(url, batch);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, sender));
    return (BATCHES * BATCH * 1_000) / (performance.now() - began);
  };
  const bulk = () => appendedInBulk(store);
  await batches();
  await bulk();
  const { first, second, ratio } = await compare(ROUNDS, batches, bulk);
  await app.close();
  await Promise.all([foundation.close(), store.close()]);
  return [
    { name: 'cloudevents.vs-bulk', value: ratio, unit: '×', target: 0.5 },
    { name: 'cloudevents.batches', value: first, unit: 'events/s', target: null },
    { name: 'cloudevents.bulk-append', value: second, unit: 'events/s', target: null },
  ];
};

export const cloudEventsBenchmarks: Benchmarks = { 'cloudevents.vs-bulk': versusBulk };
