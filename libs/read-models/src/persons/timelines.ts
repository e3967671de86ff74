import { foldAll, type EventStore } from '@stepwell/event-sourcing';
import { pathwayFold, timeline, type Timeline } from '@stepwell/pathway';
import type { Pool } from 'pg';
import { readCheckpoint } from '../projector/checkpoint.ts';
import { relatedHistories } from './related-histories.ts';
import { shownOf } from './shown.ts';

/** What is known of patients as the read models stand, each with what was merged into the record; the unknown are absent. */
export const timelines = async (
  pool: Pool,
  store: EventStore,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, Timeline>> => {
  const histories = await relatedHistories(store, patientIds, await readCheckpoint(pool));
  const records = new Map([...histories].map(([id, history]) => [id, foldAll(pathwayFold, history)]));
  const known = patientIds.filter((id) => records.has(id));
  return new Map(known.map((id) => [id, timeline(shownOf(id, records))]));
};
