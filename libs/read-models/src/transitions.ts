import type { Pool } from 'pg';
import {
  addDays,
  daysBetween,
  direction,
  payerOn,
  timeline,
  type Direction,
  type LevelOfCare,
  type LocalDate,
  type Moment,
  type Stay,
  type Timeline,
} from '@stepwell/pathway';
import { isExactToTheDay } from '@stepwell/measures';
import { filtered, paged, type Filter, type Page, type Paged } from './filter.ts';
import { readModel, type PatientState } from './read-model.ts';

/** One move of one patient. No level to come from: from the community. No level to go to: out of treatment. */
interface TransitionRow {
  readonly patient_id: string;
  readonly move: string;
  readonly moved_on: LocalDate;
  /** Until the end of this day an exit may still turn out to be a move to a next stay. */
  readonly window_ends: LocalDate;
  readonly from_level: LevelOfCare | null;
  readonly to_level: LevelOfCare | null;
  readonly days_at_from: number | null;
  readonly gap_days: number | null;
  readonly facility_id: string;
  readonly program_id: string | null;
  readonly payer_id: string | null;
  /** The level that the move concerns for filtering: where it leads, or where an exit leaves. */
  readonly level: LevelOfCare;
  readonly event_ids: readonly string[];
}

// A next stay within this many days is a move between levels; after it, the patient had left treatment and came anew.
const LINK_DAYS = 30;

/** How patients move between the levels of care, within an episode and from one episode to the next. */
export const transitions = readModel<PatientState, TransitionRow>({
  name: 'transitions',
  category: 'pathway',
  version: 2,
  columns: {
    patient_id: 'text NOT NULL',
    move: 'text NOT NULL',
    moved_on: 'date NOT NULL',
    window_ends: 'date NOT NULL',
    from_level: 'text',
    to_level: 'text',
    days_at_from: 'int',
    gap_days: 'int',
    facility_id: 'text NOT NULL',
    program_id: 'text',
    payer_id: 'text',
    level: 'text NOT NULL',
    event_ids: 'text[] NOT NULL',
  },
  key: ['patient_id', 'move'],
  indexes: ['(moved_on)'],
  rows: ({ pathway }, patientId) => {
    const known = timeline(pathway);
    return known.stays.flatMap((stay) => [
      ...(isExactToTheDay(stay.begin.precision) ? [entry(patientId, stay, known)] : []),
      ...(isExit(stay, known.stays) ? [exit(patientId, stay, known)] : []),
    ]);
  },
});

/** The stay that this one follows: the latest to begin before it, if it is not over for more than 30 days. */
const predecessor = (stay: Stay, stays: readonly Stay[]): Stay | undefined =>
  stays.slice(0, stays.indexOf(stay)).findLast(({ end }) => !end || isLinked(end, stay.begin));

const isLinked = (end: Moment, begin: Moment): boolean =>
  isExactToTheDay(end.precision) &&
  isExactToTheDay(begin.precision) &&
  daysBetween(end.day, begin.day) <= LINK_DAYS;

/** Whether a patient leaves treatment with this stay: no other goes on, and none begins within 30 days. */
const isExit = (stay: Stay, stays: readonly Stay[]): boolean => {
  const { end } = stay;
  if (!end || !isExactToTheDay(end.precision)) return false;
  const place = stays.indexOf(stay);
  return !stays.some((other, n) => {
    if (other === stay) return false;
    // Of stays that end at one instant the last is the one that the patient leaves with.
    if (other.begin.at < end.at)
      return !other.end || other.end.at > end.at || (other.end.at === end.at && n > place);
    return n > place && isLinked(end, other.begin);
  });
};

const entry = (patientId: string, stay: Stay, known: Timeline): TransitionRow => {
  const from = predecessor(stay, known.stays);
  const left = from?.end && from.end.at < stay.begin.at ? from.end : stay.begin;
  return {
    patient_id: patientId,
    move: stay.begin.eventId,
    moved_on: stay.begin.day,
    window_ends: stay.begin.day,
    from_level: from?.level ?? null,
    to_level: stay.level,
    days_at_from: from ? daysSince(from.begin, left.day) : null,
    gap_days: from ? daysBetween(left.day, stay.begin.day) : null,
    ...place(stay, known, stay.begin.day),
    event_ids:
      from?.end && from.end.eventId !== stay.begin.eventId
        ? [from.end.eventId, stay.begin.eventId]
        : [stay.begin.eventId],
  };
};

const exit = (patientId: string, stay: Stay, known: Timeline): TransitionRow => {
  const { day, eventId } = stay.end!;
  return {
    patient_id: patientId,
    move: `exit:${eventId}`,
    moved_on: day,
    window_ends: addDays(day, LINK_DAYS),
    from_level: stay.level,
    to_level: null,
    days_at_from: daysSince(stay.begin, day),
    gap_days: null,
    ...place(stay, known, day),
    event_ids: [eventId],
  };
};

const daysSince = ({ day, precision }: Moment, until: LocalDate): number | null =>
  isExactToTheDay(precision) ? daysBetween(day, until) : null;

const place = ({ facilityId, programId, level }: Stay, known: Timeline, day: LocalDate) => ({
  facility_id: facilityId,
  program_id: programId ?? null,
  payer_id: payerOn(known, day) ?? null,
  level,
});

export interface Flow {
  readonly fromLevel: LevelOfCare | null;
  readonly toLevel: LevelOfCare | null;
  readonly direction: Direction | 'admission' | 'exit';
  readonly count: number;
  readonly medianDaysAtFrom: number | null;
  readonly medianGapDays: number | null;
}

export interface MovePeriod {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Exits whose 30 days have not passed by this day are left out: they may yet become moves. */
  readonly today: LocalDate;
}

/** Counts of moves by the levels they join. Moves dated only by the month or the year are not in it. */
export const flows = async (pool: Pool, { from, to, today }: MovePeriod, filter: Filter): Promise<Flow[]> => {
  const { condition, parameters } = filtered(filter, 4);
  const { rows } = await pool.query<Omit<Flow, 'direction'>>(
    `SELECT from_level AS "fromLevel", to_level AS "toLevel", count(*)::int AS count,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY days_at_from) AS "medianDaysAtFrom",
            percentile_cont(0.5) WITHIN GROUP (ORDER BY gap_days) AS "medianGapDays"
     FROM read.transitions
     WHERE moved_on BETWEEN $1 AND $2 AND (to_level IS NOT NULL OR window_ends < $3) AND ${condition}
     GROUP BY from_level, to_level ORDER BY count DESC`,
    [from, to, today, ...parameters],
  );
  return rows.map((flow) => ({ ...flow, direction: directionOf(flow) }));
};

const directionOf = ({ fromLevel, toLevel }: Pick<Flow, 'fromLevel' | 'toLevel'>): Flow['direction'] =>
  !toLevel ? 'exit' : !fromLevel ? 'admission' : direction(fromLevel, toLevel);

export interface Move {
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  readonly on: LocalDate;
  readonly fromLevel: LevelOfCare | null;
  readonly toLevel: LevelOfCare | null;
  readonly daysAtFrom: number | null;
  readonly gapDays: number | null;
  readonly eventIds: readonly string[];
}

/** The moves behind one flow, the latest first. A level that is left out is not asked about; null is none. */
export const moves = async (
  pool: Pool,
  { from, to, today }: MovePeriod,
  levels: { readonly fromLevel?: LevelOfCare | null; readonly toLevel?: LevelOfCare | null },
  filter: Filter,
  page: Page,
): Promise<Paged<Move>> => {
  const { condition, parameters } = filtered(filter, 8);
  const rowsOf = async ({ offset, limit }: Page) => {
    const { rows } = await pool.query<Move & { total: number; move: string }>(
      `SELECT chosen.*, json_build_object('family', family, 'given', given) AS name FROM (
       SELECT patient_id AS "patientId", moved_on AS "on", from_level AS "fromLevel", to_level AS "toLevel",
              days_at_from AS "daysAtFrom", gap_days AS "gapDays", event_ids AS "eventIds", move,
              count(*) OVER ()::int AS total
       FROM read.transitions
       WHERE moved_on BETWEEN $1 AND $2 AND (to_level IS NOT NULL OR window_ends < $3)
         AND ($4 OR from_level IS NOT DISTINCT FROM $5) AND ($6 OR to_level IS NOT DISTINCT FROM $7) AND ${condition}
       ORDER BY moved_on DESC, patient_id, move OFFSET $12 LIMIT $13) AS chosen
     JOIN read.patients ON patient_id = "patientId"
     ORDER BY "on" DESC, "patientId", move`,
      [
        ...[from, to, today],
        ...[levels.fromLevel === undefined, levels.fromLevel ?? null],
        ...[levels.toLevel === undefined, levels.toLevel ?? null],
        ...parameters,
        ...[offset, limit],
      ],
    );
    return rows;
  };
  return paged(page, rowsOf, ({ total: _, move: __, ...one }) => one);
};
