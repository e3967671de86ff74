import type { Pool } from 'pg';
import { readModel, type PatientState } from './read-model.ts';

interface RecordingRow {
  readonly patient_id: string;
  readonly last_recorded_at: string;
}

/** When something was last recorded of each patient: everybody else is known today as on any day since. */
export const recordings = readModel<PatientState, RecordingRow>({
  name: 'recordings',
  category: 'pathway',
  version: 1,
  columns: { patient_id: 'text NOT NULL', last_recorded_at: 'timestamptz NOT NULL' },
  key: ['patient_id'],
  indexes: ['(last_recorded_at)'],
  rows: ({ pathway }, patientId) => {
    let last = '';
    for (const { metadata } of pathway.facts) if (metadata.recordedAt > last) last = metadata.recordedAt;
    return last ? [{ patient_id: patientId, last_recorded_at: last }] : [];
  },
});

/** The patients of whom something was recorded after an instant. */
export const recordedSince = async (pool: Pick<Pool, 'query'>, instant: string): Promise<string[]> => {
  const { rows } = await pool.query<{ patient_id: string }>(
    'SELECT patient_id FROM read.recordings WHERE last_recorded_at > $1 ORDER BY patient_id',
    [instant],
  );
  return rows.map(({ patient_id }) => patient_id);
};
