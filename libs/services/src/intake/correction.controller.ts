import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { uuid } from '../http/path.pipes.ts';
import { AnswersRecorded } from '../openapi/answers.decorator.ts';
import { WithdrawalDto } from './patient.dto.ts';
import { IDEMPOTENCY_KEY, InExchange, Recorder, type Exchange } from './recorder.ts';

/** Takes back what was entered in error, by its event. */
@ApiTags('Recording')
@ApiHeader(IDEMPOTENCY_KEY)
@AnswersRecorded()
@Controller('v1/patients')
export class CorrectionController {
  private readonly recorder: Recorder;
  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @ApiOperation({ summary: 'Voids an entry, by its event: it never was, and history shows both.' })
  @Post(':patientId/history/:eventId/void')
  voidEntry(
    @Param('patientId', uuid('patientId')) patientId: string,
    @Param('eventId', uuid('eventId')) eventId: string,
    @Body() body: WithdrawalDto,
    @InExchange() exchange: Exchange,
  ) {
    return this.recorder.record('VoidEntry', patientId, { ...body, eventId }, exchange);
  }
}
