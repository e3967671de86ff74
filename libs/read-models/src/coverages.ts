import type { Pool } from 'pg';
import { addDays, coverageOn, timeline, type LocalDate, type Timeline } from '@stepwell/pathway';
import { readModel, type PatientState } from './read-model.ts';

interface CoverageRow {
  readonly patient_id: string;
  readonly payer_id: string;
  readonly payer_name: string | null;
  readonly from_on: LocalDate;
  /** The last day; null where no end is known. */
  readonly until_on: LocalDate | null;
}

/** Which payer pays first for whom, from day to day: at most one on a day. */
export const coverages = readModel<PatientState, CoverageRow>({
  name: 'coverages',
  category: 'pathway',
  version: 2,
  columns: {
    patient_id: 'text NOT NULL',
    payer_id: 'text NOT NULL',
    payer_name: 'text',
    from_on: 'date NOT NULL',
    until_on: 'date',
  },
  key: ['patient_id', 'from_on'],
  indexes: ['(payer_id, from_on)', '(payer_id, payer_name DESC NULLS LAST)'],
  rows: ({ pathway }, patientId) => {
    const known = timeline(pathway);
    const days = changes(known);
    return days.flatMap((day, n) => {
      const first = coverageOn(known, day);
      const next = days[n + 1];
      if (!first) return [];
      return [
        {
          ...{ patient_id: patientId, payer_id: first.payerId, payer_name: first.payerName ?? null },
          ...{ from_on: day, until_on: next === undefined ? null : addDays(next, -1) },
        },
      ];
    });
  },
});

/** The days on which a coverage begins, or holds no more, in their order. */
const changes = ({ coverages: known }: Timeline): LocalDate[] => {
  const days = known.flatMap(({ from, until }) => (until ? [from, addDays(until, 1)] : [from]));
  return [...new Set(days)].sort();
};

/**
 * The payers that have paid first for anybody, by name: each found in the index behind the one before it, not among the
 * coverages of all patients.
 */
export const payers = async (pool: Pool): Promise<{ readonly payerId: string; readonly name: string }[]> => {
  const next = (where: string): string =>
    `SELECT payer_id, payer_name FROM read.coverages ${where}
     ORDER BY payer_id, payer_name DESC NULLS LAST LIMIT 1`;
  const { rows } = await pool.query<{ payerId: string; name: string }>(
    `WITH RECURSIVE known AS (
       (${next('')})
       UNION ALL
       SELECT next.* FROM known, LATERAL (${next('WHERE payer_id > known.payer_id')}) AS next)
     SELECT payer_id AS "payerId", coalesce(payer_name, payer_id) AS name FROM known ORDER BY 2, 1`,
  );
  return rows;
};

/** Of the table `read.stays`: whose stay is paid for first by the payer that is the second parameter, on the day that is the first. */
export const PAID_BY_2_ON_1 = `EXISTS (
  SELECT FROM read.coverages covered WHERE covered.patient_id = stays.patient_id AND covered.payer_id = $2
    AND covered.from_on <= $1::date AND (covered.until_on IS NULL OR covered.until_on >= $1::date))`;
