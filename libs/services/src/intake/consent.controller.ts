import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { uuid } from '../http/path.pipes.ts';
import { AnswersRecorded } from '../openapi/answers.decorator.ts';
import { ConsentDto, IdentifiedDto } from './clinical.dto.ts';
import { MergerDto, WithdrawalDto } from './patient.dto.ts';
import { IDEMPOTENCY_KEY, InExchange, Recorder, type Exchange } from './recorder.ts';

const PatientId = () => Param('patientId', uuid('patientId'));

/** What a patient allows to be disclosed, which numbers are the patient’s, and which records. */
@ApiTags('Consent and identifiers')
@ApiHeader(IDEMPOTENCY_KEY)
@AnswersRecorded()
@Controller('v1/patients')
export class ConsentController {
  private readonly recorder: Recorder;
  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @ApiOperation({
    summary:
      'Records that a consent was granted. Consents are not enforced yet: nothing is held back for want of one.',
  })
  @Post(':patientId/consents')
  grant(@PatientId() patientId: string, @Body() body: ConsentDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('GrantConsent', patientId, body, exchange);
  }

  @ApiOperation({ summary: 'Records that a consent was revoked. Consents are not enforced yet.' })
  @Post(':patientId/consents/:consentId/revocation')
  revoke(
    @PatientId() patientId: string,
    @Param('consentId', uuid('consentId')) consentId: string,
    @Body() body: WithdrawalDto,
    @InExchange() exchange: Exchange,
  ) {
    return this.recorder.record('RevokeConsent', patientId, { ...body, consentId }, exchange);
  }

  @ApiOperation({ summary: 'Links a further number to the patient.' })
  @Post(':patientId/identifiers')
  link(@PatientId() patientId: string, @Body() body: IdentifiedDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('LinkIdentifier', patientId, body, exchange);
  }

  @ApiOperation({ summary: 'Merges another record of the same person into this one. Both histories stay.' })
  @Post(':patientId/mergers')
  merge(@PatientId() patientId: string, @Body() body: MergerDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('MergePatients', patientId, body, exchange);
  }

  @ApiOperation({ summary: 'Takes a merger back: the two never were one person.' })
  @Post(':patientId/mergers/:absorbedId/withdrawal')
  unmerge(
    @PatientId() patientId: string,
    @Param('absorbedId', uuid('absorbedId')) absorbedId: string,
    @Body() body: WithdrawalDto,
    @InExchange() exchange: Exchange,
  ) {
    return this.recorder.record('UnmergePatients', patientId, { ...body, absorbedId }, exchange);
  }

  @ApiOperation({ summary: 'Takes away a number that is another patient’s.' })
  @Post(':patientId/identifiers/unlink')
  unlink(@PatientId() patientId: string, @Body() body: IdentifiedDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('UnlinkIdentifier', patientId, body, exchange);
  }
}
