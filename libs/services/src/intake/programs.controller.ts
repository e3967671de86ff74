import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ProgramCommand } from '@stepwell/pathway';
import type { FastifyReply } from 'fastify';
import { named } from '../http/path.pipes.ts';
import { AnswersRecorded } from '../openapi/answers.decorator.ts';
import { CLOCK, type Clock } from '../tokens.ts';
import { rendered, type RecordedAnswer } from './answer.ts';
import { Intake } from './orders.ts';
import { HoursPolicyDto, ProgramDto } from './program.dto.ts';
import { restRequest } from './requests.ts';

/** The programs of the facilities and the hours that they must give. */
@ApiTags('Programs')
@AnswersRecorded()
@Controller('v1/programs')
export class ProgramsController {
  private readonly intake: Intake;
  private readonly now: Clock;
  constructor(@Inject(Intake) intake: Intake, @Inject(CLOCK) now: Clock) {
    this.intake = intake;
    this.now = now;
  }

  @ApiOperation({ summary: 'Defines a program, or changes its definition.' })
  @Post()
  define(
    @Body() body: ProgramDto,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.record(
      'programs',
      body.programId,
      key,
      body,
      { type: 'DefineProgram', data: { ...body } },
      reply,
    );
  }

  @ApiOperation({ summary: 'Puts an hours policy in force from a day on; weeks before it keep theirs.' })
  @Post(':programId/hours-policies')
  changePolicy(
    @Param('programId', named('programId')) programId: string,
    @Body() body: HoursPolicyDto,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const command: ProgramCommand = { type: 'ChangeHoursPolicy', data: { policy: { ...body } } };
    return this.record('hours-policies', programId, key, body, command, reply);
  }

  private async record(
    route: string,
    programId: string,
    key: string | undefined,
    body: object,
    command: ProgramCommand,
    reply: FastifyReply,
  ): Promise<RecordedAnswer> {
    const { patientId: _, ...request } = restRequest(
      `programs/${programId}/${route}`,
      programId,
      key,
      body,
      this.now(),
    );
    const answer = await this.intake.program({ ...request, programId, commands: [command] });
    return rendered(answer, { programId }, reply);
  }
}
