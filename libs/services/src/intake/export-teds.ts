import { foldAll, type EventStore, type RecordedEvent } from '@stepwell/event-sourcing';
import { TEDS_HEADER, pathwayToTedsRow, tedsLine, type TedsRow } from '@stepwell/edges/teds-d';
import { pathwayFold, type PathwayEvent } from '@stepwell/pathway';

/** The lines of a TEDS-D file: every row that was imported, code for code, by year and number. */
export async function* exportTeds(store: EventStore): AsyncGenerator<string> {
  const rows: TedsRow[] = [];
  for await (const events of store.readCategory(pathwayFold.category, await store.head())) {
    const row = pathwayToTedsRow(foldAll(pathwayFold, events as RecordedEvent<PathwayEvent>[]));
    if (row) rows.push(row);
  }
  yield TEDS_HEADER;
  for (const row of rows.sort(byYearAndNumber)) yield tedsLine(row);
}

const byYearAndNumber = (a: TedsRow, b: TedsRow): number =>
  Number(a.discharge_year) - Number(b.discharge_year) || Number(a.patient_id) - Number(b.patient_id);
