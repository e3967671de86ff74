import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { LEVELS_OF_CARE, daysBetween } from '@stepwell/pathway';
import {
  censusByFacility,
  censusOn,
  censusSeries,
  patientsPresentOn,
  payers,
  readCheckpoint,
} from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Problem } from '../http/problem.ts';
import { Answers } from '../openapi/answers.decorator.ts';
import { TODAY, POOL, type Today } from '../tokens.ts';
import type { CensusAnswer, CensusSeriesAnswer, FacilitiesAnswer, PatientsAnswer } from './answers.ts';
import { FacilityDirectory } from './facility-directory.ts';
import { periodOf } from './period.ts';
import { CensusPatientsQuery, CensusQuery, CensusSeriesQuery, FreshQuery } from './queries.dto.ts';

const MOST_POINTS = 1_500;
const DAYS_OF_STEP = { day: 1, week: 7, month: 28 };

/** Who is where, at which level of care. */
@ApiTags('Insights')
@Controller('v1')
export class CensusController {
  private readonly pool: Pool;
  private readonly directory: FacilityDirectory;
  private readonly today: Today;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(FacilityDirectory) directory: FacilityDirectory,
    @Inject(TODAY) today: Today,
  ) {
    this.pool = pool;
    this.directory = directory;
    this.today = today;
  }

  @ApiOperation({
    summary: 'The facilities with their programs and the hours policies in force, and the payers.',
  })
  @Get('facilities')
  @Answers('FacilitiesAnswer')
  async facilities(@Query() _query: FreshQuery): Promise<FacilitiesAnswer> {
    return {
      facilities: await this.directory.facilities(this.today()),
      payers: await payers(this.pool),
    };
  }

  @ApiOperation({ summary: "Patients in treatment on a day: those there at 23:59 by the facility's clocks." })
  @Get('census')
  @Answers('CensusAnswer')
  async census(@Query() { on = this.today(), ...filter }: CensusQuery): Promise<CensusAnswer> {
    // Read first: what is counted after it reaches at least as far.
    const position = await readCheckpoint(this.pool);
    const [counts, byFacility, names] = await Promise.all([
      censusOn(this.pool, on, filter),
      censusByFacility(this.pool, on, filter),
      this.directory.names(on),
    ]);
    const levels = LEVELS_OF_CARE.map(
      (level) => counts.find((count) => count.level === level) ?? { level, patients: 0, onLeave: 0 },
    );
    return {
      on,
      total: sum(levels.map(({ patients }) => patients)),
      levels,
      facilities: byFacility.map(({ facilityId, patients }) => ({
        facilityId,
        name: names.facility(facilityId),
        patients,
      })),
      position,
    };
  }

  @ApiOperation({ summary: 'The census over time.' })
  @Get('census/series')
  @Answers('CensusSeriesAnswer')
  async series(@Query() { step, from, to, ...filter }: CensusSeriesQuery): Promise<CensusSeriesAnswer> {
    const period = periodOf({ from, to }, this.today());
    if (daysBetween(period.from, period.to) / DAYS_OF_STEP[step] > MOST_POINTS)
      throw new Problem(
        422,
        'invalid-request',
        `More than ${MOST_POINTS} points: take a longer step or a shorter period.`,
      );
    const series = await censusSeries(this.pool, { ...period, step }, filter);
    const points = series.map(({ on, levels }) => ({ on, total: sum(Object.values(levels)), levels }));
    return { from: period.from, to: period.to, step, points };
  }

  @ApiOperation({ summary: 'The patients behind a number of the census.' })
  @Get('census/patients')
  @Answers('PatientsAnswer')
  async patients(
    @Query() { on = this.today(), limit, after, ...filter }: CensusPatientsQuery,
  ): Promise<PatientsAnswer> {
    const { items, total, next } = await patientsPresentOn(this.pool, on, filter, { offset: after, limit });
    return { patients: items, total, next };
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
