import type { Pool } from 'pg';
import { localDate, type LevelOfCare, type LocalDate } from '@stepwell/pathway';
import { alertRules } from '@stepwell/measures';
import { filtered, paged, type Filter, type Page, type Paged } from './filter.ts';
import { versionOf } from './measure-cases.ts';
import type { Queryable } from './projector/checkpoint.ts';
import { readModel, type PatientState } from './read-model.ts';

interface AlertRow {
  readonly patient_id: string;
  readonly rule_id: string;
  readonly alert_id: string;
  readonly opens_on: LocalDate;
  readonly closes_on: LocalDate | null;
  readonly closed_by: string | null;
  readonly deadline: LocalDate | null;
  readonly facility_id: string | null;
  readonly program_id: string | null;
  readonly level: LevelOfCare | null;
  readonly payer_id: string | null;
  readonly time_zone: string;
  readonly explanation: string;
  readonly event_ids: readonly string[];
}

/** Every alert that any patient has ever had, with the days on which it is open: so any day can be asked about. */
export const alerts = readModel<PatientState, AlertRow>({
  name: 'alerts',
  category: 'pathway',
  version: versionOf(2, alertRules),
  columns: {
    patient_id: 'text NOT NULL',
    rule_id: 'text NOT NULL',
    alert_id: 'text NOT NULL',
    opens_on: 'date NOT NULL',
    closes_on: 'date',
    closed_by: 'text',
    deadline: 'date',
    facility_id: 'text',
    program_id: 'text',
    level: 'text',
    payer_id: 'text',
    time_zone: 'text NOT NULL',
    explanation: 'text NOT NULL',
    event_ids: 'text[] NOT NULL',
  },
  key: ['patient_id', 'rule_id', 'alert_id'],
  // Nearly all have been closed long ago: those that have not are found by their end.
  indexes: ['(closes_on, opens_on)'],
  rows: ({ pathway }, patientId) =>
    alertRules.flatMap((rule) =>
      rule.alerts(pathway).map((one) => ({
        patient_id: patientId,
        rule_id: rule.id,
        alert_id: one.alertId,
        opens_on: one.opensOn,
        closes_on: one.closesOn ?? null,
        closed_by: one.closedBy ?? null,
        deadline: one.deadline ?? null,
        facility_id: one.facilityId ?? null,
        program_id: one.programId ?? null,
        level: one.level ?? null,
        payer_id: one.payerId ?? null,
        time_zone: one.timeZone,
        explanation: one.explanation,
        event_ids: one.eventIds,
      })),
    ),
});

/** The condition under which an alert is open on a day, which is an expression of SQL. */
export const openOn = (day: string): string =>
  `opens_on <= ${day} AND (closes_on IS NULL OR closes_on > ${day})`;

/** Which day it is in a time zone. */
export interface LocalDay {
  readonly timeZone: string;
  readonly today: LocalDate;
}

/** The day that it is at an instant in each time zone in which alerts may be open on the day that it is by UTC, and by UTC. */
export const daysOfAlerts = async (database: Queryable, now: string): Promise<LocalDay[]> => {
  // Clocks differ from UTC by 14 hours at most.
  const { rows } = await database.query<{ timeZone: string }>(
    `SELECT DISTINCT time_zone AS "timeZone" FROM read.alerts
     WHERE opens_on <= $1::date + 1 AND (closes_on IS NULL OR closes_on > $1::date - 1) ORDER BY 1`,
    [now.slice(0, 10)],
  );
  const timeZones = new Set(['UTC', ...rows.map(({ timeZone }) => timeZone)]);
  return [...timeZones].map((timeZone) => ({ timeZone, today: localDate(now, timeZone) }));
};

/** An alert that is open on the day asked about. */
export interface OpenAlert {
  /** The rule that it is of. */
  readonly kind: string;
  /** Unique among the patient's alerts of this kind: the event that it stands on. */
  readonly alertId: string;
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  readonly opensOn: LocalDate;
  /** The first day on which it is open no more, as far as is known. */
  readonly closesOn: LocalDate | null;
  /** The event that closes it; null where only time does. */
  readonly closedBy: string | null;
  /** The last day on which what it warns of can be prevented. */
  readonly deadline: LocalDate | null;
  readonly facilityId: string | null;
  readonly programId: string | null;
  readonly level: LevelOfCare | null;
  readonly payerId: string | null;
  /** Where its days are counted. */
  readonly timeZone: string;
  readonly explanation: string;
  readonly eventIds: readonly string[];
}

export interface AlertQuery {
  readonly on: LocalDate;
  readonly kind?: string;
  readonly patient?: string;
}

const CHOSEN = (condition: string): string =>
  `${openOn('$1::date')} AND ($2::text IS NULL OR patient_id = $2) AND ${condition}`;

/** The alerts that are open on a day: those first whose deadline comes first, then the latest. */
export const openAlerts = async (
  pool: Pool,
  { on, kind, patient }: AlertQuery,
  filter: Filter,
  page: Page,
): Promise<Paged<OpenAlert>> => {
  const { condition, parameters } = filtered(filter, 3);
  const rowsOf = async ({ offset, limit }: Page) => {
    const { rows } = await pool.query<OpenAlert & { total: number }>(
      `SELECT chosen.*, json_build_object('family', family, 'given', given) AS name FROM (
       SELECT rule_id AS kind, alert_id AS "alertId", patient_id AS "patientId", opens_on AS "opensOn",
              closes_on AS "closesOn", closed_by AS "closedBy", deadline, facility_id AS "facilityId",
              program_id AS "programId", level, payer_id AS "payerId", time_zone AS "timeZone", explanation, event_ids AS "eventIds",
              count(*) OVER ()::int AS total
       FROM read.alerts WHERE ${CHOSEN(condition)} AND ($7::text IS NULL OR rule_id = $7)
       ORDER BY deadline NULLS LAST, opens_on DESC, patient_id, rule_id, alert_id OFFSET $8 LIMIT $9) AS chosen
     LEFT JOIN read.patients ON patient_id = "patientId"
     ORDER BY deadline NULLS LAST, "opensOn" DESC, "patientId", kind, "alertId"`,
      [on, patient ?? null, ...parameters, kind ?? null, offset, limit],
    );
    return rows;
  };
  return paged(page, rowsOf, ({ total: _, ...one }) => one);
};

/** How many alerts of each kind are open on a day. */
export const openAlertCounts = async (
  pool: Pool,
  { on, patient }: Omit<AlertQuery, 'kind'>,
  filter: Filter,
): Promise<ReadonlyMap<string, number>> => {
  const { condition, parameters } = filtered(filter, 3);
  const { rows } = await pool.query<{ kind: string; count: number }>(
    `SELECT rule_id AS kind, count(*)::int AS count FROM read.alerts WHERE ${CHOSEN(condition)} GROUP BY rule_id`,
    [on, patient ?? null, ...parameters],
  );
  return new Map(rows.map(({ kind, count }) => [kind, count]));
};
