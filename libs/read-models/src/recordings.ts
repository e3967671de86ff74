import { mondayOf, type LocalDate } from '@stepwell/pathway';
import type { Pool } from 'pg';
import { readModel, type PatientState } from './read-model.ts';

interface RecordingRow {
  readonly patient_id: string;
  /** The Monday of it, in UTC: a patient's row changes once a week and not with every event. */
  readonly last_recorded_week: LocalDate;
}

/** In which week something was last recorded of each patient: everybody else is known today as in any week since. */
export const recordings = readModel<PatientState, RecordingRow>({
  name: 'recordings',
  category: 'pathway',
  version: 2,
  columns: { patient_id: 'text NOT NULL', last_recorded_week: 'date NOT NULL' },
  key: ['patient_id'],
  indexes: ['(last_recorded_week)'],
  rows: ({ pathway }, patientId) => {
    let last = '';
    for (const { metadata } of pathway.facts) if (metadata.recordedAt > last) last = metadata.recordedAt;
    return last ? [{ patient_id: patientId, last_recorded_week: weekOf(last) }] : [];
  },
});

const weekOf = (instant: string): LocalDate => mondayOf(instant.slice(0, 'YYYY-MM-DD'.length));

/** The patients of whom something may have been recorded after an instant: in its week or a later one. */
export const recordedSince = async (pool: Pick<Pool, 'query'>, instant: string): Promise<string[]> => {
  const { rows } = await pool.query<{ patient_id: string }>(
    'SELECT patient_id FROM read.recordings WHERE last_recorded_week >= $1 ORDER BY patient_id',
    [weekOf(instant)],
  );
  return rows.map(({ patient_id }) => patient_id);
};
