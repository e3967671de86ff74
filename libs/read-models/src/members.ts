import type { EventStore } from '@stepwell/event-sourcing';
import {
  authorizationsOf,
  coversDay,
  coversPlace,
  daysBetween,
  divergencesOn,
  type AuthorizationBalance,
  type DivergenceKind,
  type LevelOfCare,
  type LocalDate,
  type Timeline,
  type UnitKind,
} from '@stepwell/pathway';
import type { Pool } from 'pg';
import { openOn } from './alerts.ts';
import { PRESENT_ON_1 } from './census.ts';
import { PAID_BY_2_ON_1 } from './coverages.ts';
import { filtered, paged, type Filter, type Page, type Paged } from './filter.ts';
import { timelines } from './persons/timelines.ts';

/** An alert about a member that is open on the day asked about. */
export interface MemberAlert {
  readonly kind: string;
  readonly alertId: string;
  readonly deadline: LocalDate | null;
  readonly explanation: string;
  readonly eventIds: readonly string[];
}

/** What the health plan pays for of a stay. */
export interface MemberAuthorization {
  readonly authorizationId: string;
  readonly level: LevelOfCare;
  readonly unitKind: UnitKind;
  readonly units: number;
  /** At the end of the day asked about; below zero when more was given than is paid for. */
  readonly remaining: number;
  readonly to: LocalDate;
  readonly nextReview: LocalDate | null;
  /** The event that grants it. */
  readonly eventId: string;
}

/** A member of a health plan in treatment: one who is at two levels is there twice. */
export interface Member {
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  readonly stayId: string;
  readonly level: LevelOfCare;
  readonly facilityId: string;
  readonly programId: string | null;
  readonly since: LocalDate;
  readonly daysInLevel: number;
  /** The event by which the stay began. */
  readonly eventId: string | null;
  /** An authorization of the plan that covers the day at the facility: the one for this level, if there is one. */
  readonly authorization: MemberAuthorization | null;
  /** How the level differs from the one that is paid for; null where it does not, or the plan was never asked. */
  readonly divergence: {
    readonly kind: DivergenceKind;
    readonly authorized: LevelOfCare | null;
    readonly since: LocalDate;
  } | null;
  readonly alerts: readonly MemberAlert[];
}

interface MemberRow extends Omit<
  Member,
  'daysInLevel' | 'eventId' | 'authorization' | 'divergence' | 'alerts'
> {
  readonly total: number;
}

export interface MembersQuery extends Filter {
  readonly payer: string;
  readonly on: LocalDate;
}

/**
 * A health plan's members in treatment on a day, those first who have been at their level for longest. What is paid for is
 * read off the histories of those on the page: it changes with the day, and no table has it.
 */
export const membersOn = async (
  pool: Pool,
  store: EventStore,
  query: MembersQuery,
  page: Page,
): Promise<Paged<Member>> => {
  const { on, payer } = query;
  const { items, ...rest } = await paged(page, stayRows(pool, query), ({ total: _, ...row }) => row);
  const patientIds = [...new Set(items.map(({ patientId }) => patientId))];
  const [known, alerts] = await Promise.all([
    timelines(pool, store, patientIds),
    alertsOf(pool, patientIds, payer, on),
  ]);
  const members = items.map((row): Member => {
    const its = known.get(row.patientId);
    return {
      ...row,
      daysInLevel: daysBetween(row.since, on),
      ...(its ? paidFor(its, row.stayId, payer, on) : NOTHING_PAID),
      alerts: (alerts.get(row.patientId) ?? []).map(({ patientId: _, ...alert }) => alert),
    };
  });
  return { items: members, ...rest };
};

export interface MembersAtLevel {
  readonly level: LevelOfCare;
  readonly members: number;
}

/** A health plan's members in treatment on a day by level: one with two stays at a level counts once. */
export const membersByLevel = async (pool: Pool, query: MembersQuery): Promise<MembersAtLevel[]> => {
  const { condition, parameters } = inTreatment(query);
  const { rows } = await pool.query<MembersAtLevel>(
    `SELECT level, count(DISTINCT patient_id)::int AS members FROM read.stays WHERE ${condition} GROUP BY level`,
    [...parameters],
  );
  return rows;
};

/** The condition on `read.stays` by which a stay is one of the plan's members on the day, and its six parameters. */
const inTreatment = ({ on, payer, facility, program, level }: MembersQuery) => {
  const { condition, parameters } = filtered({ facility, program, level }, 3);
  return {
    condition: `${PRESENT_ON_1} AND ${PAID_BY_2_ON_1} AND ${condition}`,
    parameters: [on, payer, ...parameters],
  };
};

const stayRows =
  (pool: Pool, query: MembersQuery) =>
  async ({ offset, limit }: Page): Promise<MemberRow[]> => {
    const { condition, parameters } = inTreatment(query);
    const { rows } = await pool.query<MemberRow>(
      `SELECT chosen.*, json_build_object('family', family, 'given', given) AS name
       FROM read.patients patient RIGHT JOIN (
         SELECT patient_id AS "patientId", stay_id AS "stayId", level, facility_id AS "facilityId",
                program_id AS "programId", begin_on AS since, count(*) OVER ()::int AS total
         FROM read.stays WHERE ${condition}
         ORDER BY begin_on, patient_id, stay_id OFFSET $7 LIMIT $8) AS chosen
       ON patient.patient_id = "patientId"
       ORDER BY chosen.since, "patientId", "stayId"`,
      [...parameters, offset, limit],
    );
    return rows;
  };

type PaidFor = Pick<Member, 'eventId' | 'authorization' | 'divergence'>;
const NOTHING_PAID: PaidFor = { eventId: null, authorization: null, divergence: null };

const paidFor = (known: Timeline, stayId: string, payerId: string, on: LocalDate): PaidFor => {
  const stay = known.stays.find((one) => one.stayId === stayId);
  if (!stay) return NOTHING_PAID;
  const current = authorizationsOf(known, on).filter(
    ({ grant, facilityId, payerId: by }) =>
      by === payerId && facilityId === stay.facilityId && grant && coversDay(grant, on),
  );
  const own = current.find((one) => coversPlace(one, stay)) ?? current.at(-1);
  const differs = divergencesOn(known, on, payerId).find((one) => one.stay.stayId === stayId);
  return {
    eventId: stay.begin.eventId,
    authorization: own ? balance(own) : null,
    divergence: differs
      ? { kind: differs.kind, authorized: differs.authorized ?? null, since: differs.since }
      : null,
  };
};

const balance = ({ authorizationId, level, grant, grants, remaining }: AuthorizationBalance) => ({
  ...{ authorizationId, level, unitKind: grant!.unitKind, units: grant!.units, remaining: remaining! },
  ...{ to: grant!.to, nextReview: grant!.nextReview ?? null, eventId: grants.at(-1)!.eventId },
});

const alertsOf = async (pool: Pool, patientIds: readonly string[], payer: string, on: LocalDate) => {
  const { rows } = await pool.query<MemberAlert & { patientId: string }>(
    `SELECT patient_id AS "patientId", rule_id AS kind, alert_id AS "alertId", deadline, explanation,
            event_ids AS "eventIds"
     FROM read.alerts WHERE patient_id = ANY ($1) AND payer_id = $2 AND ${openOn('$3::date')}
     ORDER BY deadline NULLS LAST, opens_on DESC, rule_id, alert_id`,
    [patientIds, payer, on],
  );
  return Map.groupBy(rows, ({ patientId }) => patientId);
};
