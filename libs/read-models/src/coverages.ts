import { addDays, coverageOn, timeline, type LocalDate, type Timeline } from '@stepwell/pathway';
import { readModel, type PatientState } from './read-model.ts';

interface CoverageRow {
  readonly patient_id: string;
  readonly payer_id: string;
  readonly from_on: LocalDate;
  /** The last day; null where no end is known. */
  readonly until_on: LocalDate | null;
}

/** Which payer pays first for whom, from day to day: at most one on a day. */
export const coverages = readModel<PatientState, CoverageRow>({
  name: 'coverages',
  category: 'pathway',
  version: 1,
  columns: {
    patient_id: 'text NOT NULL',
    payer_id: 'text NOT NULL',
    from_on: 'date NOT NULL',
    until_on: 'date',
  },
  key: ['patient_id', 'from_on'],
  indexes: ['(payer_id, from_on)'],
  rows: ({ pathway }, patientId) => {
    const known = timeline(pathway);
    const days = changes(known);
    return days.flatMap((day, n) => {
      const payerId = coverageOn(known, day)?.payerId;
      const next = days[n + 1];
      if (payerId === undefined) return [];
      return [
        {
          ...{ patient_id: patientId, payer_id: payerId },
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

/** Of the table `read.stays`: whose stay is paid for first by the payer that is the second parameter, on the day that is the first. */
export const PAID_BY_2_ON_1 = `EXISTS (
  SELECT FROM read.coverages covered WHERE covered.patient_id = stays.patient_id AND covered.payer_id = $2
    AND covered.from_on <= $1::date AND (covered.until_on IS NULL OR covered.until_on >= $1::date))`;
