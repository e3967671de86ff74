import type { Pool } from 'pg';
import { membershipsOf } from '@stepwell/pathway';
import { readModel, type PatientState } from './read-model.ts';

interface MemberNumberRow {
  readonly patient_id: string;
  readonly payer_id: string;
  /** As it is compared, see `memberNumberKey`. */
  readonly number: string;
}

/** Under which numbers payers know whom, at any time. */
export const memberNumbers = readModel<PatientState, MemberNumberRow>({
  name: 'member-numbers',
  category: 'pathway',
  version: 1,
  columns: { patient_id: 'text NOT NULL', payer_id: 'text NOT NULL', number: 'text NOT NULL' },
  key: ['patient_id', 'payer_id', 'number'],
  indexes: ['(payer_id, number, patient_id)'],
  rows: ({ pathway }, patientId) => {
    const rows = membershipsOf(pathway).map(({ payerId, number }) => ({
      ...{ patient_id: patientId, payer_id: payerId, number },
    }));
    return [...new Map(rows.map((row) => [`${row.payer_id} ${row.number}`, row])).values()];
  },
});

/** A number that more persons carry tells nothing of them: somebody fills it in where there is none. */
const MOST_OF_ONE_NUMBER = 10;

/** Two persons whom a payer knows by one number, the smaller id first. */
export type SharedNumber = readonly [string, string];

/** The pairs of persons who share a member number: those one of whom is among these, or all. */
export const sharedNumbers = async (
  pool: Pick<Pool, 'query'>,
  among?: readonly string[],
): Promise<SharedNumber[]> => {
  const { rows } = await pool.query<{ pair: SharedNumber }>(
    `WITH shared AS (
       SELECT payer_id, number, array_agg(patient_id) AS ids FROM read.member_numbers
       WHERE $1::text[] IS NULL OR (payer_id, number) IN
         (SELECT payer_id, number FROM read.member_numbers WHERE patient_id = ANY ($1))
       GROUP BY payer_id, number HAVING count(*) BETWEEN 2 AND ${MOST_OF_ONE_NUMBER})
     SELECT DISTINCT ARRAY[one, other] AS pair
     FROM shared, unnest(ids) AS one, unnest(ids) AS other
     WHERE one COLLATE "C" < other AND ($1::text[] IS NULL OR one = ANY ($1) OR other = ANY ($1))
     ORDER BY pair`,
    [among ?? null],
  );
  return rows.map(({ pair }) => pair);
};

/** Whether they are known yet: not before the read models are made. */
export const haveMemberNumbers = async (pool: Pool): Promise<boolean> => {
  const { rows } = await pool.query<{ made: boolean }>(
    `SELECT to_regclass('read.member_numbers') IS NOT NULL AS made`,
  );
  return rows[0]!.made;
};
