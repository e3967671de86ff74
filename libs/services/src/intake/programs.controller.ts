import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ProgramCommand } from '@stepwell/pathway';
import { named } from '../http/path.pipes.ts';
import { AnswersRecorded } from '../openapi/answers.decorator.ts';
import { CLOCK, type Clock } from '../tokens.ts';
import { rendered, type RecordedAnswer } from './answer.ts';
import { Intake } from './orders.ts';
import { CapacityDto, ClosureDto, HoursPolicyDto, ProgramDto, ReopeningDto } from './program.dto.ts';
import { IDEMPOTENCY_KEY, InExchange, type Exchange } from './recorder.ts';
import { restRequest } from './requests.ts';

const ProgramId = () => Param('programId', named('programId'));

/** The programs of the facilities and the hours that they must give. */
@ApiTags('Programs')
@ApiHeader(IDEMPOTENCY_KEY)
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
  define(@Body() body: ProgramDto, @InExchange() exchange: Exchange) {
    const command = { type: 'DefineProgram', data: { ...body } } as const;
    return this.record('programs', body.programId, body, command, exchange);
  }

  @ApiOperation({ summary: 'Puts an hours policy in force from a day on; weeks before it keep theirs.' })
  @Post(':programId/hours-policies')
  changePolicy(
    @ProgramId() programId: string,
    @Body() body: HoursPolicyDto,
    @InExchange() exchange: Exchange,
  ) {
    const command = { type: 'ChangeHoursPolicy', data: { policy: { ...body } } } as const;
    return this.record('hours-policies', programId, body, command, exchange);
  }

  @ApiOperation({ summary: 'Changes how many patients it takes at once, from a day on.' })
  @Post(':programId/capacity')
  changeCapacity(
    @ProgramId() programId: string,
    @Body() body: CapacityDto,
    @InExchange() exchange: Exchange,
  ) {
    const command = { type: 'ChangeCapacity', data: { ...body } } as const;
    return this.record('capacity', programId, body, command, exchange);
  }

  @ApiOperation({ summary: 'Closes it: from a day on nobody is admitted; who is there stays.' })
  @Post(':programId/closure')
  close(@ProgramId() programId: string, @Body() body: ClosureDto, @InExchange() exchange: Exchange) {
    return this.record('closure', programId, body, { type: 'CloseProgram', data: { ...body } }, exchange);
  }

  @ApiOperation({ summary: 'Reopens it: from a day on it admits again.' })
  @Post(':programId/reopening')
  reopen(@ProgramId() programId: string, @Body() body: ReopeningDto, @InExchange() exchange: Exchange) {
    return this.record('reopening', programId, body, { type: 'ReopenProgram', data: { ...body } }, exchange);
  }

  private async record(
    route: string,
    programId: string,
    body: object,
    command: ProgramCommand,
    { key, reply }: Exchange,
  ): Promise<RecordedAnswer> {
    const scope = `programs/${programId}/${route}`;
    const { patientId: _, ...request } = restRequest(scope, programId, key, body, this.now());
    const answer = await this.intake.program({ ...request, programId, commands: [command] });
    return rendered(answer, { programId }, reply);
  }
}
