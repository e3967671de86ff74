/**
 * A process that feeds patients' sessions as batches of CloudEvents, so that the server measured has a processor of its own:
 * `{ url, batches, size }` by message, events per second back. Admissions and the batches are made before the clock runs.
 */

export interface FeedOrder {
  readonly url: string;
  readonly batches: number;
  /** Events of each. */
  readonly size: number;
}

const PATIENTS = 100;
const CONNECTIONS = 4;
const START = Date.parse('2024-01-01T09:00:00Z');
const HOUR = 3_600_000;

let made = 0;
const run = `${process.pid}-${Date.now()}`;
const event = (command: string, subject: string, at: number, data: object): object => ({
  specversion: '1.0',
  id: `${run}-${made++}`,
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

const send = async (url: string, body: string): Promise<void> => {
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const answered = await fetch(`${url}/v1/events`, { method: 'POST', headers, body });
  const text = await answered.text();
  const { accepted, known, quarantined } = JSON.parse(text) as Record<string, number>;
  if (!accepted || known || quarantined)
    throw new Error(`Answered with ${answered.status}: ${text.slice(0, 500)}`);
};

const feed = async ({ url, batches, size }: FeedOrder): Promise<number> => {
  const bodies: string[] = [];
  for (let n = 0; n < batches; n++) {
    const subjects = Array.from({ length: PATIENTS }, () => crypto.randomUUID());
    await send(url, JSON.stringify(subjects.flatMap(admitted)));
    bodies.push(JSON.stringify(subjects.flatMap((subject) => sessions(subject, size / PATIENTS))));
  }
  const began = performance.now();
  const sender = async () => {
    for (let body = bodies.pop(); body; body = bodies.pop()) await send(url, body);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sender));
  return (batches * size * 1_000) / (performance.now() - began);
};

process.on('message', (order: FeedOrder) => {
  feed(order).then(
    (perSecond) => process.send!(perSecond),
    (error: Error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
