import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { uuid } from '../http/path.pipes.ts';
import { AnswersRecorded } from '../openapi/answers.decorator.ts';
import {
  AftercareContactDto,
  AftercareDto,
  EligibilityDto,
  OutcomeDto,
  ReferralDto,
  TreatmentPlanDto,
} from './clinical.dto.ts';
import { IDEMPOTENCY_KEY, InExchange, Recorder, type Exchange } from './recorder.ts';

const PatientId = () => Param('patientId', uuid('patientId'));

/** Referral, eligibility, measurements, treatment plans and aftercare. */
@ApiTags('Assessment, plan and aftercare')
@ApiHeader(IDEMPOTENCY_KEY)
@AnswersRecorded()
@Controller('v1/patients')
export class ClinicalController {
  private readonly recorder: Recorder;
  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @ApiOperation({ summary: 'Proposes a patient for treatment.' })
  @Post(':patientId/referrals')
  refer(@PatientId() patientId: string, @Body() body: ReferralDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('ReceiveReferral', patientId, body, exchange);
  }

  @ApiOperation({
    summary:
      'Records whether intensive outpatient care is right for the patient: a contraindication refuses the admission.',
  })
  @Post(':patientId/eligibility')
  assess(@PatientId() patientId: string, @Body() body: EligibilityDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('AssessEligibility', patientId, body, exchange);
  }

  @ApiOperation({ summary: 'Records what an instrument measured, by its answers or its score.' })
  @Post(':patientId/outcomes')
  measure(@PatientId() patientId: string, @Body() body: OutcomeDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('RecordOutcome', patientId, body, exchange);
  }

  @ApiOperation({ summary: 'Sets the treatment plan from a day on.' })
  @Post(':patientId/plans')
  plan(@PatientId() patientId: string, @Body() body: TreatmentPlanDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('SetTreatmentPlan', patientId, body, exchange);
  }

  @ApiOperation({ summary: 'Begins to follow a former patient.' })
  @Post(':patientId/aftercare')
  enroll(@PatientId() patientId: string, @Body() body: AftercareDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('EnrollInAftercare', patientId, body, exchange);
  }

  @ApiOperation({ summary: 'Records a contact with a former patient, reached or not.' })
  @Post(':patientId/aftercare/:enrollmentId/contacts')
  contact(
    @PatientId() patientId: string,
    @Param('enrollmentId', uuid('enrollmentId')) enrollmentId: string,
    @Body() body: AftercareContactDto,
    @InExchange() exchange: Exchange,
  ) {
    return this.recorder.record('RecordAftercareContact', patientId, { ...body, enrollmentId }, exchange);
  }
}
