import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { foldAll, streamName, type EventStore, type RecordedEvent } from '@stepwell/event-sourcing';
import { measureById } from '@stepwell/measures';
import {
  identifiersOf,
  pathwayAsOf,
  pathwayFold,
  personAt,
  timeline,
  type PathwayEvent,
} from '@stepwell/pathway';
import { casesOfPatient, searchPatients } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { InstantOrDay } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import { FacilityDirectory } from '../insights/facility-directory.ts';
import { FreshQuery, SearchQuery } from '../insights/queries.dto.ts';
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
    const pathway = foldAll(pathwayFold, history);
    return { patientId, person: personAt(pathway), identifiers: identifiersOf(pathway), ...endOf(history) };
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
    const today = this.today();
    const on = moment?.today ?? today;
    const names = await this.directory.names(today);
    const isNow = !validAt && !knownAt;
    const pathway = pathwayAsOf(history, moments);
    const named = timeline(pathway).stays.map(({ programId }) => programId);
    const programs = await programsKnown(this.store, named, moments.knownAt);
    return {
      patientId,
      validAt: moments.validAt ?? null,
      knownAt: moments.knownAt ?? null,
      ...pathwayAnswer(pathway, names, on, programs),
      measures: isNow ? await this.verdicts(patientId) : [],
      ...endOf(history),
    };
  }

  @ApiOperation({ summary: 'Every event ever recorded of the patient, with both times.' })
  @Get(':patientId/history')
  @Answers('HistoryAnswer')
  async history(
    @Param('patientId', uuid('patientId')) patientId: string,
    @Query() _query: FreshQuery,
  ): Promise<HistoryAnswer> {
    const history = await this.read(patientId);
    return { patientId, events: historyEvents(history), ...endOf(history) };
  }

  private async read(patientId: string): Promise<RecordedEvent<PathwayEvent>[]> {
    const history = await this.store.readStream(streamName(pathwayFold.category, patientId));
    if (history.length === 0)
      throw new Problem(404, 'patient-unknown', `Nothing is known of patient ${patientId}.`);
    return history as unknown as RecordedEvent<PathwayEvent>[];
  }

  private async verdicts(patientId: string): Promise<PathwayAnswer['measures']> {
    const cases = await casesOfPatient(this.pool, patientId, this.today());
    // Of a time to an event there is no verdict to tell.
    const verdicts = cases.filter(({ measureId }) => measureById(measureId)?.kind !== 'time-to-event');
    return verdicts.map((one) => ({ ...one, title: measureById(one.measureId)?.title ?? one.measureId }));
  }
}

const endOf = (history: readonly RecordedEvent[]) => {
  const { revision, position } = history.at(-1)!;
  return { revision, position };
};
