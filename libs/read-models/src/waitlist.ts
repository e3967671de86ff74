import type { Pool } from 'pg';
import { timeline, type LocalDate, type WaitlistEntry } from '@stepwell/pathway';
import { paged, type Page, type Paged } from './filter.ts';
import { readModel, type PatientState } from './read-model.ts';

interface WaitlistRow {
  readonly patient_id: string;
  /** The event by which the patient was waitlisted. */
  readonly event_id: string;
  readonly waitlist_id: string;
  readonly program_id: string;
  readonly facility_id: string;
  readonly since: LocalDate;
  /** The days on which a place was offered. */
  readonly offered_on: readonly LocalDate[];
  /** The first day on which the patient waits no longer. */
  readonly ended_on: LocalDate | null;
  readonly ended_by: WaitlistEntry['endedBy'] | null;
}

/** Who waits, or has waited, for which program. */
export const waitlist = readModel<PatientState, WaitlistRow>({
  name: 'waitlist',
  category: 'pathway',
  version: 2,
  columns: {
    patient_id: 'text NOT NULL',
    event_id: 'text NOT NULL',
    waitlist_id: 'text NOT NULL',
    program_id: 'text NOT NULL',
    facility_id: 'text NOT NULL',
    since: 'date NOT NULL',
    offered_on: 'date[] NOT NULL',
    ended_on: 'date',
    ended_by: 'text',
  },
  key: ['patient_id', 'event_id'],
  indexes: ['(program_id, since)'],
  rows: ({ pathway }, patientId) =>
    timeline(pathway).waitlist.map(({ eventId, waitlistId, programId, facilityId, ...entry }) => ({
      ...{ patient_id: patientId, event_id: eventId, waitlist_id: waitlistId },
      ...{ program_id: programId, facility_id: facilityId, since: entry.day },
      offered_on: entry.offers.map(({ day }) => day),
      ...{ ended_on: entry.ended?.day ?? null, ended_by: entry.endedBy ?? null },
    })),
});

/**
 * Who waits for which program on the day that is the first parameter: once, by the earliest entry, also whoever was
 * waitlisted under two records that were merged since. `offered_on` is the last day by then on which a place was offered.
 */
export const WAITING_ON_1 = `(
  SELECT program_id, patient_id, min(since) AS since,
         (array_agg(waitlist_id ORDER BY since, event_id))[1] AS waitlist_id,
         (array_agg(event_id ORDER BY since, event_id))[1] AS event_id,
         max((SELECT max(one) FROM unnest(offered_on) AS one WHERE one <= $1::date)) AS offered_on
  FROM read.waitlist WHERE since <= $1::date AND (ended_on IS NULL OR ended_on > $1::date)
  GROUP BY program_id, patient_id)`;

/** Somebody who waits for a program on a day. */
export interface WaitingPatient {
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  readonly waitlistId: string;
  /** The event by which the patient was waitlisted. */
  readonly eventId: string;
  readonly since: LocalDate;
  readonly daysWaited: number;
  /** The last day by then on which a place was offered. */
  readonly offeredOn: LocalDate | null;
}

/** Who waits for a program on a day, the longest first. */
export const waitingFor = async (
  pool: Pool,
  programId: string,
  day: LocalDate,
  page: Page,
): Promise<Paged<WaitingPatient>> => {
  const rowsOf = async ({ offset, limit }: Page) => {
    const { rows } = await pool.query<WaitingPatient & { total: number }>(
      `SELECT waiting.*, json_build_object('family', family, 'given', given) AS name FROM (
         SELECT patient_id AS "patientId", waitlist_id AS "waitlistId", event_id AS "eventId", since, $1::date - since AS "daysWaited",
                offered_on AS "offeredOn", count(*) OVER ()::int AS total
         FROM ${WAITING_ON_1} AS entry WHERE program_id = $2
         ORDER BY since, patient_id OFFSET $3 LIMIT $4) AS waiting
       LEFT JOIN read.patients ON patient_id = "patientId" ORDER BY since, "patientId"`,
      [day, programId, offset, limit],
    );
    return rows;
  };
  return paged(page, rowsOf, ({ total: _, ...one }) => one);
};
