import { createReadStream } from 'node:fs';
import { MemoryEventStore, Refusal, START } from '@stepwell/event-sourcing';
import type { PathwayRequest } from '@stepwell/pathway';
import { carryOut, counted, type Outcome } from '../testing/carry-out.ts';
import { describeWithFile } from '../testing/shared-data.ts';
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
