import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { inForceOn } from '@stepwell/pathway';
import { attendanceByProgram, attendanceOfProgram, facilitiesOn } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Problem } from '../http/problem.ts';
import { Answers } from '../openapi/answers.decorator.ts';
import { TODAY, POOL, type Today } from '../tokens.ts';
import type { AttendanceAnswer, ProgramWeeksAnswer } from './answers.ts';
import { periodOf } from './period.ts';
import { AttendanceQuery } from './queries.dto.ts';
import { triedPolicy } from './tried-policy.ts';

/** Attended hours against the programs' hours policies. */
@ApiTags('Insights')
@Controller('v1/attendance')
export class AttendanceController {
  private readonly pool: Pool;
  private readonly today: Today;
  constructor(@Inject(POOL) pool: Pool, @Inject(TODAY) today: Today) {
    this.pool = pool;
    this.today = today;
  }

  @ApiOperation({
    summary:
      "Each program's weeks: patients there, how many attended the hours required, and the median hours.",
  })
  @Get()
  @Answers('AttendanceAnswer')
  async programs(@Query() query: AttendanceQuery): Promise<AttendanceAnswer> {
    const { from, to, policy: _, policyVersion: __, policyHours: ___, ...filter } = query;
    const period = periodOf({ from, to }, this.today());
    const tried = triedPolicy(query, await facilitiesOn(this.pool, period.to));
    const programs = await attendanceByProgram(this.pool, period, filter, tried);
    return {
      tried: tried ?? null,
      programs: programs.map((program) => ({
        ...program,
        policy: inForceOn(program.policies, period.to) ?? null,
      })),
    };
  }

  @ApiOperation({ summary: "One program's weeks, patient by patient." })
  @Get(':programId/weeks')
  @Answers('ProgramWeeksAnswer')
  async weeks(
    @Param('programId') programId: string,
    @Query() query: AttendanceQuery,
  ): Promise<ProgramWeeksAnswer> {
    const facilities = await facilitiesOn(this.pool, this.today());
    const program = facilities.flatMap(({ programs }) => programs).find((one) => one.programId === programId);
    if (!program) throw new Problem(404, 'program-unknown', `No program "${programId}" is defined.`);
    const { name, policies } = program;
    const tried = triedPolicy(query, facilities);
    return {
      tried: tried ?? null,
      programId,
      name,
      policies,
      patients: await attendanceOfProgram(this.pool, programId, periodOf(query, this.today()), tried),
    };
  }
}
