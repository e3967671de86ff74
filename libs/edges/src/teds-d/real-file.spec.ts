import { createReadStream, readFileSync } from 'node:fs';
import { MemoryEventStore, Refusal, START, foldAll, type RecordedEvent } from '@stepwell/event-sourcing';
import { pathwayFold, timeline, type PathwayEvent, type PathwayRequest } from '@stepwell/pathway';
import { carryOut, counted, type Outcome } from '../testing/carry-out.ts';
import { describeWithFile } from '../testing/shared-data.ts';
import { TEDS_HEADER, pathwayToTedsRow, tedsLine } from './pathway-to-teds-row.ts';
import { tedsRowToRequests } from './teds-row-to-requests.ts';
import { tedsRows } from './teds-rows.ts';

/** Imports a file as intake does: what became of each row, all of its requests together. */
const importFile = async (store: MemoryEventStore, path: string): Promise<Record<Outcome, number>> => {
  const outcomes: Outcome[] = [];
  for await (const line of tedsRows(createReadStream(path))) {
    const requests = 'row' in line ? tedsRowToRequests(line.row) : line.refusal;
    if (requests instanceof Refusal) outcomes.push(`refused ${requests.code}`);
    else {
      const each: Outcome[] = [];
      for (const request of requests) each.push(await carryOut(store, request));
      outcomes.push([...new Set(each)].join(' and '));
    }
  }
  return counted(outcomes);
};

describeWithFile('teds-d/teds-d-2023-sample.csv', (path) => {
  test('600 rows are 600 episodes, eleven of them at two levels', async () => {
    const store = new MemoryEventStore();
    const first = await importFile(store, path);
    const log = await store.readLog(START, 10_000);
    const types = counted(log.map(({ type }) => type));
    console.info('teds-d-2023-sample.csv', first, types);
    expect(first).toEqual({ appended: 600 });
    expect(types).toMatchObject({
      ...{
        PatientRegistered: 600,
        PatientAdmitted: 600,
        LevelOfCareTransitioned: 11,
        PatientDischarged: 600,
      },
    });
    expect(await importFile(store, path)).toEqual({ known: 600 });
    expect(await store.head()).toBe(log.at(-1)!.position);
  });

  test('every row is written again from its events, code for code, in the line in which it came', async () => {
    const store = new MemoryEventStore();
    await importFile(store, path);
    const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
    const written: string[] = [];
    for await (const events of store.readCategory('pathway', await store.head()))
      written.push(
        tedsLine(pathwayToTedsRow(foldAll(pathwayFold, events as RecordedEvent<PathwayEvent>[]))!),
      );
    expect(TEDS_HEADER).toBe(header);
    expect(lines).toHaveLength(600);
    expect(written.sort()).toEqual(lines.sort());
  });

  test('completion and levels of care are those counted straight from the file', async () => {
    const store = new MemoryEventStore();
    await importFile(store, path);
    const rows: Readonly<Record<string, string>>[] = [];
    for await (const line of tedsRows(createReadStream(path))) if ('row' in line) rows.push(line.row);
    const pathways = [];
    for await (const events of store.readCategory('pathway', await store.head()))
      pathways.push(foldAll(pathwayFold, events as RecordedEvent<PathwayEvent>[]));

    const last = (row: (typeof rows)[0]) => row.service_type_discharge || row.service_type_admit!;
    const iop = rows.filter((row) => last(row) === 'Intensive Outpatient');
    const reasons = pathways.flatMap((one) =>
      timeline(one).episodes.flatMap(({ stays, discharge }) =>
        stays.at(-1)!.level === 'intensive-outpatient' ? [discharge!.reason] : [],
      ),
    );
    expect(reasons).toHaveLength(iop.length);
    const counts = (label: string) => iop.filter((row) => row.discharge_reason === label).length;
    expect(counted(reasons)).toMatchObject({
      completed: counts('Treatment completed'),
      transferred: counts('Transferred'),
      'against-advice': counts('Dropped out'),
    });

    const LEVELS: Readonly<Record<string, RegExp>> = {
      'withdrawal-management': /Detox/,
      inpatient: /^Rehab Hospital$/,
      residential: /^Rehab (Short|Long)-term/,
      'intensive-outpatient': /^Intensive Outpatient$/,
      outpatient: /^Non-intensive Outpatient$/,
    };
    const admittedTo = pathways.map((one) => timeline(one).stays[0]!.level);
    const leftFrom = pathways.map((one) => timeline(one).stays.at(-1)!.level);
    for (const [level, setting] of Object.entries(LEVELS)) {
      expect([level, counted(admittedTo)[level]]).toEqual([
        level,
        rows.filter((row) => setting.test(row.service_type_admit!)).length,
      ]);
      expect([level, counted(leftFrom)[level]]).toEqual([
        level,
        rows.filter((row) => setting.test(last(row))).length,
      ]);
    }
  });

  test('every row can be written again from its requests', async () => {
    for await (const line of tedsRows(createReadStream(path))) {
      const { row } = line as Extract<typeof line, { row: unknown }>;
      const requests = tedsRowToRequests(row) as PathwayRequest[];
      const kept = requests
        .flatMap(({ commands }) => commands)
        .map(({ data }) => ('teds' in data ? data.teds : {}));
      const blank = Object.fromEntries(Object.keys(row).map((column) => [column, '']));
      expect({ ...blank, ...Object.assign({}, ...kept), patient_id: row.patient_id }).toEqual(row);
    }
  });
});
