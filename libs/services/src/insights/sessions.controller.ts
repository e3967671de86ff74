import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { addDays, daysBetween } from '@stepwell/pathway';
import { facilitiesOn, sessionsOfProgram } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { named } from '../http/path.pipes.ts';
import { Problem } from '../http/problem.ts';
import { Answers } from '../openapi/answers.decorator.ts';
import { POOL, TODAY, type Today } from '../tokens.ts';
import type { ProgramSessionsAnswer, SessionRosterAnswer } from './program-answers.ts';
import { periodOf } from './period.ts';
import { SessionRosterQuery, SessionsQuery } from './queries.dto.ts';

const DAYS_UNASKED = 7;
const MOST_DAYS = 92;

/** What a program held, and who was there. */
@ApiTags('Insights')
@Controller('v1/programs/:programId/sessions')
export class ProgramSessionsController {
  private readonly pool: Pool;
  private readonly today: Today;
  constructor(@Inject(POOL) pool: Pool, @Inject(TODAY) today: Today) {
    this.pool = pool;
    this.today = today;
  }

  @ApiOperation({
    summary:
      'The sessions that a program held on the days of a period: how many were there, and how many were not.',
    description: `At most ${MOST_DAYS} days. Counted are those of whom an attendance is recorded, at whatever level of care they are.`,
  })
  @Get()
  @Answers('ProgramSessionsAnswer')
  async sessions(
    @Param('programId', named('programId')) programId: string,
    @Query() { from, to = this.today() }: SessionsQuery,
  ): Promise<ProgramSessionsAnswer> {
    const period = periodOf({ from: from ?? addDays(to, 1 - DAYS_UNASKED), to }, this.today());
    if (daysBetween(period.from, period.to) >= MOST_DAYS)
      throw new Problem(422, 'invalid-request', `More than ${MOST_DAYS} days: ask for a shorter period.`);
    const program = await this.program(programId);
    const sessions = await sessionsOfProgram(this.pool, programId, period);
    return {
      ...{ ...program, from: period.from, to: period.to },
      sessions: sessions.map(({ roster: _, ...session }) => session),
    };
  }

  @ApiOperation({ summary: 'Who was on the roster of a session on a day, by name.' })
  @Get(':sessionId')
  @Answers('SessionRosterAnswer')
  async roster(
    @Param('programId', named('programId')) programId: string,
    @Param('sessionId', named('sessionId')) sessionId: string,
    @Query() { on = this.today() }: SessionRosterQuery,
  ): Promise<SessionRosterAnswer> {
    const program = await this.program(programId);
    const sessions = await sessionsOfProgram(this.pool, programId, { from: on, to: on });
    const session = sessions.find((one) => one.sessionId === sessionId);
    if (!session)
      throw new Problem(
        404,
        'session-unknown',
        `Nobody is recorded in a session "${sessionId}" of "${programId}" on ${on}.`,
      );
    return { ...program, session };
  }

  private async program(programId: string): Promise<Omit<SessionRosterAnswer, 'session'>> {
    const facilities = await facilitiesOn(this.pool, this.today());
    for (const { timeZone, programs } of facilities) {
      const program = programs.find((one) => one.programId === programId);
      if (program) return { programId, name: program.name, timeZone: timeZone! };
    }
    throw new Problem(404, 'program-unknown', `No program "${programId}" is defined.`);
  }
}
