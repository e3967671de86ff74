import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { uuid } from '../http/path.pipes.ts';
import { AnswersRecorded } from '../openapi/answers.decorator.ts';
import { ApprovalDto, AuthorizationEndDto, AuthorizationRequestDto, DenialDto } from './payer.dto.ts';
import { IDEMPOTENCY_KEY, InExchange, Recorder, type Exchange } from './recorder.ts';

const PatientId = () => Param('patientId', uuid('patientId'));
const AuthorizationId = () => Param('authorizationId', uuid('authorizationId'));

/** What a health plan is asked to pay for, and what it answers. */
@ApiTags('Authorizations')
@ApiHeader(IDEMPOTENCY_KEY)
@AnswersRecorded()
@Controller('v1/patients')
export class PayerController {
  private readonly recorder: Recorder;
  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @ApiOperation({ summary: 'Asks a payer for care at a level.' })
  @Post(':patientId/authorizations')
  request(
    @PatientId() patientId: string,
    @Body() body: AuthorizationRequestDto,
    @InExchange() exchange: Exchange,
  ) {
    return this.recorder.record('RequestAuthorization', patientId, body, exchange);
  }

  @ApiOperation({
    summary: 'Approves, whether it was asked for or not; an extension says the whole anew under the same id.',
  })
  @Post(':patientId/authorizations/:authorizationId/approval')
  approve(
    @PatientId() patientId: string,
    @AuthorizationId() authorizationId: string,
    @Body() body: ApprovalDto,
    @InExchange() exchange: Exchange,
  ) {
    return this.recorder.record('ApproveAuthorization', patientId, { ...body, authorizationId }, exchange);
  }

  @ApiOperation({ summary: 'Denies.' })
  @Post(':patientId/authorizations/:authorizationId/denial')
  deny(
    @PatientId() patientId: string,
    @AuthorizationId() authorizationId: string,
    @Body() body: DenialDto,
    @InExchange() exchange: Exchange,
  ) {
    return this.recorder.record('DenyAuthorization', patientId, { ...body, authorizationId }, exchange);
  }

  @ApiOperation({ summary: 'Ends what was approved, on a day before the last one granted.' })
  @Post(':patientId/authorizations/:authorizationId/end')
  end(
    @PatientId() patientId: string,
    @AuthorizationId() authorizationId: string,
    @Body() body: AuthorizationEndDto,
    @InExchange() exchange: Exchange,
  ) {
    return this.recorder.record('EndAuthorization', patientId, { ...body, authorizationId }, exchange);
  }
}
