import type { EventStore } from '@stepwell/event-sourcing';
import {
  divergencesOn,
  type DivergenceKind,
  type LevelOfCare,
  type LocalDate,
  type Timeline,
} from '@stepwell/pathway';
import type { Pool } from 'pg';
import { PRESENT_ON_1 } from './census.ts';
import { PAID_BY_2_ON_1 } from './coverages.ts';
import { filtered, type Filter, type Page, type Paged } from './filter.ts';
import { timelines } from './persons/timelines.ts';

/** A stay on a day whose level is not the one that is paid for. */
export interface DivergentStay {
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  readonly stayId: string;
  readonly facilityId: string;
  readonly programId: string | null;
  readonly kind: DivergenceKind;
  /** The level at which the patient is treated. */
  readonly clinical: LevelOfCare;
  readonly authorized: LevelOfCare | null;
  readonly authorizationId: string | null;
  /** The first of the days, one after the other, on which it has been so. */
  readonly since: LocalDate;
  /** The event by which the stay began. */
  readonly eventId: string;
}

export interface DivergencesQuery extends Filter {
  readonly on: LocalDate;
  readonly kind?: DivergenceKind;
}

/** A list with how many there are of each kind, whichever kind was asked for. */
export interface DivergencesOnDay extends Paged<DivergentStay> {
  readonly kinds: readonly { readonly kind: DivergenceKind; readonly stays: number }[];
}

// Read together: enough to spare the database questions, few enough to hold in memory.
const PATIENTS_AT_ONCE = 250;

/**
 * The stays of a day at another level than what is paid for, those first that have been so for longest; with a payer, of
 * whom it covers on the day and by what it pays for itself. What is paid for changes with the day, so no table has it: it is
 * read off the history of everybody in treatment.
 */
export const divergencesOnDay = async (
  pool: Pool,
  store: EventStore,
  query: DivergencesQuery,
  { offset, limit }: Page,
): Promise<DivergencesOnDay> => {
  const byPatient = Map.groupBy(await staysOn(pool, query), ({ patientId }) => patientId);
  const found: DivergentStay[] = [];
  const patientIds = [...byPatient.keys()];
  for (let n = 0; n < patientIds.length; n += PATIENTS_AT_ONCE) {
    const known = await timelines(pool, store, patientIds.slice(n, n + PATIENTS_AT_ONCE));
    for (const [patientId, timeline] of known)
      found.push(...divergentOf(timeline, byPatient.get(patientId)!, query));
  }
  const kinds = [...Map.groupBy(found, ({ kind }) => kind)].map(([kind, of]) => ({ kind, stays: of.length }));
  const chosen = found
    .filter(({ kind }) => query.kind === undefined || kind === query.kind)
    .sort(
      (a, b) => compare(a.since, b.since) || compare(a.patientId, b.patientId) || compare(a.stayId, b.stayId),
    );
  const total = chosen.length;
  const next = offset + limit < total ? offset + limit : null;
  return { items: chosen.slice(offset, offset + limit), total, next, kinds };
};

const divergentOf = (
  known: Timeline,
  rows: readonly StayRow[],
  { on, payer }: DivergencesQuery,
): DivergentStay[] =>
  divergencesOn(known, on, payer).flatMap(
    ({ stay, clinical, kind, authorized = null, authorizationId = null, since }) => {
      const row = rows.find(({ stayId }) => stayId === stay.stayId);
      const { eventId } = stay.begin;
      return row ? [{ ...row, kind, clinical, authorized, authorizationId, since, eventId }] : [];
    },
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type StayRow = Pick<DivergentStay, 'patientId' | 'name' | 'stayId' | 'facilityId' | 'programId'>;

const staysOn = async (pool: Pool, { on, payer, facility, program, level }: DivergencesQuery) => {
  const { condition, parameters } = filtered({ facility, program, level }, 3);
  const { rows } = await pool.query<StayRow>(
    `SELECT chosen.*, json_build_object('family', family, 'given', given) AS name
     FROM read.patients patient RIGHT JOIN (
       SELECT patient_id AS "patientId", stay_id AS "stayId", facility_id AS "facilityId", program_id AS "programId"
       FROM read.stays
       WHERE ${PRESENT_ON_1} AND ($2::text IS NULL OR ${PAID_BY_2_ON_1}) AND ${condition}) AS chosen
     ON patient.patient_id = "patientId" ORDER BY "patientId", "stayId"`,
    [on, payer ?? null, ...parameters],
  );
  return rows;
};
