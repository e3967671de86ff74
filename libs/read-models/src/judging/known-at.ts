import { foldAll, type EventStore, type RecordedEvent } from '@stepwell/event-sourcing';
import type { Case, Measure, Programs } from '@stepwell/measures';
import {
  everMergedWith,
  pathwayAsOf,
  pathwayFold,
  program,
  wholePerson,
  type LocalDate,
  type Pathway,
  type Program,
} from '@stepwell/pathway';
import { inSnapshot } from '@stepwell/postgres';
import type { Pool } from 'pg';
import {
  casesByOutcome,
  casesChangedByTime,
  measureCasesOf,
  type CaseQuery,
  type MeasureCase,
} from '../cases.ts';
import { departuresOf, type DeparturesByGroup } from '../departures.ts';
import type { EarlierCases } from '../earlier-cases.ts';
import type { Filter, Page, Paged } from '../filter.ts';
import type { Grouping } from '../groupings.ts';
import {
  caseRow,
  countsOf,
  measureRates,
  ratesOf,
  type MeasureCaseRow,
  type MeasuredRate,
  type MeasuredRates,
  type MeasurePeriod,
} from '../measure-cases.ts';
import { readCheckpoint, type Queryable } from '../projector/checkpoint.ts';
import { relatedHistories, type RecordHistory } from '../persons/related-histories.ts';
import { shownOf } from '../persons/shown.ts';
import { recordedSince } from '../recordings.ts';
import { patientsOfPrograms } from '../stays.ts';
import { Count, isWithin } from './count.ts';
import { changedVerdicts, type ChangedVerdict } from './difference.ts';
import { asCounted } from './followed.ts';

/** One measure of a period, as asked for. */
export interface Question {
  readonly measure: Measure;
  readonly period: MeasurePeriod;
  readonly filter: Filter;
  /** Of a time to an event: nobody is followed for longer than so many days after the index. */
  readonly days?: number;
}

/** A fact that was recorded since, with what it did. */
export interface LaterEvent {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** The event that it says never was. */
  readonly voids: string | null;
}

export interface LaterChange extends ChangedVerdict {
  /**
   * What has been recorded since that the verdicts rest on; where they rest on none of it, all that has been. Nothing of a
   * patient of whom nothing was recorded since: there the time alone has gone by, and a window has closed.
   */
  readonly because: readonly LaterEvent[];
}

/** More patients than these have changed: it takes too long to wait for. */
export class TooManyChanged extends Error {
  readonly patients: number;
  constructor(patients: number) {
    super(`Of ${patients} patients something has been recorded since.`);
    this.patients = patients;
  }
}

const MOST_PATIENTS = 20_000;
const AT_ONCE = 200;

/** When a report was asked for. */
export interface ReportMoment {
  /** What was recorded up to here was known. */
  readonly instant: string;
  /** The day that it was by the calendar of the installation: windows that were open are open in the report. */
  readonly today: LocalDate;
}

/** Asks of one snapshot of the read models and as much of the log, whatever is recorded meanwhile. */
export const asKnownAt = <T>(
  { pool, store }: { readonly pool: Pool; readonly store: EventStore },
  moment: ReportMoment,
  ask: (known: KnownAt) => Promise<T>,
  most = MOST_PATIENTS,
): Promise<T> => inSnapshot(pool, (database) => ask(new KnownAt(database, store, moment, most)));

/** What was known at an instant and what is known now of the patients of whom something has been recorded since. */
export class KnownAt {
  private readonly database: Queryable;
  private readonly store: EventStore;
  private readonly instant: string;
  private readonly today: LocalDate;
  private readonly most: number;

  constructor(database: Queryable, store: EventStore, { instant, today }: ReportMoment, most: number) {
    this.database = database;
    this.store = store;
    this.instant = instant;
    this.today = today;
    this.most = most;
  }

  /** The rates as they are now. */
  ratesNow({ measure, period, filter }: Question, groupBy: Grouping): Promise<MeasuredRates> {
    return measureRates(this.database, measure.id, period, groupBy, filter);
  }

  /** The rates as they were reported then. Cases of whom nothing was recorded since are those that are stored. */
  async rates({ measure, period, filter }: Question, groupBy: Grouping): Promise<MeasuredRates> {
    const then = { ...period, today: this.today };
    const count = new Count(groupBy);
    const changed = await this.changedPatients();
    for (const row of await countsOf(this.database, measure.id, then, groupBy, filter, changed))
      count.addAll(row);
    for await (const { before } of this.judged(measure, changed))
      for (const one of before) if (isWithin(one, then, filter)) count.add(one, then.today);
    return ratesOf(count.rows(), groupBy);
  }

  /** What was reported then and what is now, in counts; of a time to an event they make no rate. */
  async thenAndNow(question: Question): Promise<{ readonly then: MeasuredRate; readonly now: MeasuredRate }> {
    const { measure, period, filter, days } = question;
    if (measure.kind === 'rate') {
      const [then, now] = [await this.rates(question, 'none'), await this.ratesNow(question, 'none')];
      return { then: then.overall, now: now.overall };
    }
    const counted = async (today: LocalDate, earlier?: EarlierCases) =>
      casesByOutcome(this.database, measure.id, { ...period, today, days }, filter, earlier);
    return {
      then: await counted(this.today, await this.earlier(question)),
      now: await counted(period.today),
    };
  }

  /** The curves as they were reported then. */
  async departures(
    question: Question & { readonly days: number },
    groupBy: Grouping,
  ): Promise<DeparturesByGroup> {
    const { measure, filter, days } = question;
    const then = { ...question.period, today: this.today, days };
    return departuresOf(this.database, measure.id, then, groupBy, filter, await this.earlier(question));
  }

  /** The cases behind what was reported then. */
  async cases(
    question: Question,
    asked: Omit<CaseQuery, keyof MeasurePeriod>,
    page: Page,
  ): Promise<Paged<MeasureCase>> {
    const { measure, period, filter } = question;
    const query = { ...period, today: this.today, ...asked };
    return measureCasesOf(this.database, measure.id, query, filter, page, await this.earlier(question));
  }

  private async earlier({ measure, period, filter }: Question): Promise<EarlierCases> {
    const patients = await this.changedPatients();
    const rows: MeasureCaseRow[] = [];
    for await (const { patientId, before } of this.judged(measure, patients))
      for (const one of before)
        if (isWithin(one, period, filter))
          rows.push(caseRow(patientId, measure.id, { ...one, upToLastContact: false }));
    return { patients, rows };
  }

  /** Every case that is judged otherwise now, with the events recorded since that did it. */
  async changes(question: Question): Promise<LaterChange[]> {
    const { measure, period, filter, days = Infinity } = question;
    const patients = await this.changedPatients();
    const within = (cases: readonly Case[], today: LocalDate) => ({
      cases: cases
        .filter((one) => isWithin(one, period, filter))
        .map((one) => asCounted(measure, one, { today, days })),
      today,
    });
    const changes: LaterChange[] = [];
    for await (const { patientId, before, after, events } of this.judged(measure, patients))
      for (const change of changedVerdicts(
        patientId,
        within(before, this.today),
        within(after, period.today),
      ))
        changes.push({ ...change, because: this.because(change, events) });
    for (const change of await this.byTimeAlone(question, patients)) changes.push({ ...change, because: [] });
    return changes.sort((a, b) => (a.indexOn < b.indexOn ? 1 : a.indexOn > b.indexOn ? -1 : 0));
  }

  private byTimeAlone(
    { measure, period, filter, days }: Question,
    besides: readonly string[],
  ): Promise<readonly ChangedVerdict[]> {
    const question = { ...period, then: this.today, days: measure.kind === 'rate' ? undefined : days };
    return casesChangedByTime(this.database, measure.id, question, filter, besides);
  }

  private because({ before, after }: ChangedVerdict, events: readonly RecordedEvent[]): LaterEvent[] {
    const later = events.filter(({ metadata }) => metadata.recordedAt > this.instant).map(laterEvent);
    const named = new Set([...(before?.eventIds ?? []), ...(after?.eventIds ?? [])]);
    const direct = later.filter(({ eventId, voids }) => named.has(eventId) || (voids && named.has(voids)));
    return direct.length > 0 ? direct : later;
  }

  private async changedPatients(): Promise<string[]> {
    const { before, after } = await this.programs();
    const changed = [...after].filter(
      ([id, one]) => before.get(id)?.hoursPolicies.length !== one.hoursPolicies.length,
    );
    const ofPrograms = await patientsOfPrograms(
      this.database,
      changed.map(([id]) => id),
    );
    const all = [...new Set([...(await recordedSince(this.database, this.instant)), ...ofPrograms])];
    if (all.length > this.most) throw new TooManyChanged(all.length);
    return all;
  }

  private async *judged(measure: Measure, patientIds: readonly string[]) {
    const programs = await this.programs();
    const upTo = await readCheckpoint(this.database);
    const [changed, told] = [new Set(patientIds), new Set<string>()];
    for (let first = 0; first < patientIds.length; first += AT_ONCE) {
      const some = patientIds.slice(first, first + AT_ONCE);
      const histories = await relatedHistories(this.store, some, upTo);
      const before = pathwaysOf(histories, (history) => pathwayAsOf(history, { knownAt: this.instant }));
      const after = pathwaysOf(histories, (history) => foldAll(pathwayFold, history));
      for (const patientId of histories.keys()) {
        // Whoever was merged into another has no stored cases. Of the others it counts what was recorded since.
        if (!changed.has(patientId) && wholePerson(patientId, after).mergedInto === undefined) continue;
        if (told.has(patientId)) continue;
        told.add(patientId);
        yield {
          patientId,
          events: eventsOfPerson(patientId, histories),
          before: measure.cases(shownOf(patientId, before), programs.before),
          after: measure.cases(shownOf(patientId, after), programs.after),
        };
      }
    }
  }

  private known: Promise<{ before: Programs; after: Programs }> | undefined;

  private programs(): Promise<{ before: Programs; after: Programs }> {
    return (this.known ??= this.readPrograms());
  }

  private async readPrograms() {
    const [before, after] = [new Map<string, Program>(), new Map<string, Program>()];
    const upTo = await readCheckpoint(this.database);
    for await (const events of this.store.readCategory(program.category, upTo)) {
      const id = events[0]!.streamId.slice(program.category.length + 1);
      const known = events.filter(({ metadata }) => metadata.recordedAt <= this.instant);
      after.set(id, foldAll(program, events));
      if (known.length > 0) before.set(id, foldAll(program, known));
    }
    return { before, after };
  }
}

const pathwaysOf = (
  histories: ReadonlyMap<string, RecordHistory>,
  fold: (history: RecordHistory) => Pathway,
): Map<string, Pathway> => new Map([...histories].map(([id, history]) => [id, fold(history)]));

/** What was recorded of all records that were ever one with this one. */
const eventsOfPerson = (patientId: string, histories: ReadonlyMap<string, RecordHistory>): RecordHistory => {
  const all = new Set([patientId]);
  for (const id of all) for (const other of everMergedWith(histories.get(id) ?? [])) all.add(other);
  return [...all].flatMap((id) => histories.get(id) ?? []);
};

const laterEvent = ({ id, type, data, metadata }: RecordedEvent): LaterEvent => ({
  eventId: id,
  type,
  occurredAt: metadata.occurredAt,
  recordedAt: metadata.recordedAt,
  voids: (data as { voids?: string }).voids ?? null,
});
