import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { streamName, type EventStore, type RecordedEvent } from '@stepwell/event-sourcing';
import { measureById } from '@stepwell/measures';
import {
  asOf,
  everMergedWith,
  identifiersOf,
  pathwayAsOf,
  pathwayFold,
  personAt,
  timeline,
  wholePerson,
  type WholePerson,
} from '@stepwell/pathway';
import { casesOfPatient, relatedHistories, searchPatients, type RecordHistory } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { InstantOrDay } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import { FacilityDirectory } from '../insights/facility-directory.ts';
import { FreshQuery, SearchQuery } from '../insights/queries.dto.ts';
import { quarantineItems } from '../intake/quarantine-queries.ts';
import { programsKnown } from '../intake/requests.ts';
import type { PatientsAnswer } from '../insights/answers.ts';
import { uuid } from '../http/path.pipes.ts';
import { Answers } from '../openapi/answers.decorator.ts';
import { momentOf } from '../moment.ts';
import { TODAY, POOL, SETTINGS, STORE, type Settings, type Today } from '../tokens.ts';
import type { HistoryAnswer, PathwayAnswer, PatientAnswer } from './answers.ts';
import { historyEvents, pathwayAnswer } from './pathway-answer.ts';

export class AsOfQuery extends FreshQuery {
  @InstantOrDay('The pathway as it was then.', { optional: true }) validAt?: string;
  @InstantOrDay('As it was known then.', { optional: true }) knownAt?: string;
}

const MOST_QUARANTINED = 100;

/** One patient, answered from the log itself. */
@ApiTags('Audit')
@Controller('v1/patients')
export class AuditController {
  private readonly store: EventStore;
  private readonly pool: Pool;
  private readonly directory: FacilityDirectory;
  private readonly today: Today;
  private readonly settings: Settings;
  constructor(
    @Inject(STORE) store: EventStore,
    @Inject(POOL) pool: Pool,
    @Inject(FacilityDirectory) directory: FacilityDirectory,
    @Inject(TODAY) today: Today,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.directory = directory;
    this.store = store;
    this.pool = pool;
    this.today = today;
    this.settings = settings;
  }

  @ApiOperation({ summary: 'Finds patients by name or number.' })
  @Get()
  @Answers('PatientsAnswer')
  async search(@Query() { search = '', limit, after }: SearchQuery): Promise<PatientsAnswer> {
    const { items, total, next } = await searchPatients(this.pool, search, { offset: after, limit });
    return { patients: items, total, next };
  }

  @ApiOperation({ summary: 'Who the patient is.' })
  @Get(':patientId')
  @Answers('PatientAnswer')
  async patient(
    @Param('patientId', uuid('patientId')) patientId: string,
    @Query() _query: FreshQuery,
  ): Promise<PatientAnswer> {
    const history = await this.read(patientId);
    const whole = await this.whole(patientId, history);
    const { pathway } = whole;
    const who = { person: personAt(pathway), identifiers: identifiersOf(pathway) };
    return { patientId, ...who, ...recordsAnswer(whole), ...endOf(history) };
  }

  @ApiOperation({
    summary:
      'The pathway: episodes, stays, sessions and relapses, now, or as of a moment, or as known at another.',
  })
  @Get(':patientId/pathway')
  @Answers('PathwayAnswer')
  async pathway(
    @Param('patientId', uuid('patientId')) patientId: string,
    @Query() { validAt, knownAt }: AsOfQuery,
  ): Promise<PathwayAnswer> {
    const history = await this.read(patientId);
    const moment = validAt === undefined ? undefined : momentOf(validAt, this.settings.timeZone);
    const known = knownAt === undefined ? undefined : momentOf(knownAt, this.settings.timeZone);
    const moments = { validAt: moment?.instant, knownAt: known?.instant };
    const whole = await this.whole(patientId, history, moments.knownAt);
    // That two records are of one person holds for all time, whenever it was learned.
    const then = moments.validAt ? asOf(whole.pathway, moments.validAt) : whole.pathway;
    const today = this.today();
    const on = moment?.today ?? today;
    const names = await this.directory.names(today);
    const isNow = !validAt && !knownAt;
    const named = timeline(then).stays.map(({ programId }) => programId);
    const programs = await programsKnown(this.store, named, moments.knownAt);
    return {
      patientId,
      validAt: moments.validAt ?? null,
      knownAt: moments.knownAt ?? null,
      ...pathwayAnswer(then, names, on, programs),
      ...recordsAnswer(whole),
      quarantined: isNow ? await this.quarantined([patientId, ...whole.absorbed]) : [],
      measures: isNow ? await this.verdicts(patientId) : [],
      ...endOf(history),
    };
  }

  @ApiOperation({
    summary: 'Every event ever recorded under this patient id, with both times. A merger moves none.',
  })
  @Get(':patientId/history')
  @Answers('HistoryAnswer')
  async history(
    @Param('patientId', uuid('patientId')) patientId: string,
    @Query() _query: FreshQuery,
  ): Promise<HistoryAnswer> {
    const history = await this.read(patientId);
    return { patientId, events: historyEvents(history), ...endOf(history) };
  }

  private async read(patientId: string): Promise<RecordHistory> {
    const history = await this.store.readStream(streamName(pathwayFold.category, patientId));
    if (history.length === 0)
      throw new Problem(404, 'patient-unknown', `Nothing is known of patient ${patientId}.`);
    return history as unknown as RecordHistory;
  }

  /** The record together with those that were merged into it, as known at an instant. */
  private async whole(patientId: string, history: RecordHistory, knownAt?: string): Promise<WholePerson> {
    const records =
      everMergedWith(history).length === 0
        ? new Map([[patientId, history]])
        : await relatedHistories(this.store, [patientId], await this.store.head());
    const known = [...records].map(([id, one]) => [id, pathwayAsOf(one, { knownAt })] as const);
    return wholePerson(patientId, new Map(known));
  }

  private async quarantined(patientIds: readonly string[]): Promise<PathwayAnswer['quarantined']> {
    const about = patientIds.map((patient) =>
      quarantineItems(this.pool, { patient, status: 'open', offset: 0, limit: MOST_QUARANTINED }),
    );
    return (await Promise.all(about)).flatMap(({ items }) => items);
  }

  private async verdicts(patientId: string): Promise<PathwayAnswer['measures']> {
    const cases = await casesOfPatient(this.pool, patientId, this.today());
    // Of a time to an event there is no verdict to tell.
    const verdicts = cases.filter(({ measureId }) => measureById(measureId)?.kind !== 'time-to-event');
    return verdicts.map((one) => ({ ...one, title: measureById(one.measureId)?.title ?? one.measureId }));
  }
}

const recordsAnswer = ({ mergedInto, absorbed }: WholePerson) => ({
  mergedInto: mergedInto ?? null,
  absorbed,
});

const endOf = (history: readonly RecordedEvent[]) => {
  const { revision, position } = history.at(-1)!;
  return { revision, position };
};
