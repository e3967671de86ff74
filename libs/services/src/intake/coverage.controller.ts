import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { uuid } from '../http/path.pipes.ts';
import { AnswersRecorded } from '../openapi/answers.decorator.ts';
import { DemographicsDto, EndCoverageDto, StartCoverageDto } from './patient.dto.ts';
import { IDEMPOTENCY_KEY, InExchange, Recorder, type Exchange } from './recorder.ts';

const PatientId = () => Param('patientId', uuid('patientId'));

/** Who the patient is, and which health plan covers the patient when. */
@ApiTags('Recording')
@ApiHeader(IDEMPOTENCY_KEY)
@AnswersRecorded()
@Controller('v1/patients')
export class CoverageController {
  private readonly recorder: Recorder;
  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @ApiOperation({ summary: 'Corrects who the patient is: what is given takes the place of what is known.' })
  @Post(':patientId/demographics')
  correct(@PatientId() patientId: string, @Body() body: DemographicsDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('CorrectDemographics', patientId, body, exchange);
  }

  @ApiOperation({ summary: 'Records that a health plan covers the patient from a day on.' })
  @Post(':patientId/coverages')
  start(@PatientId() patientId: string, @Body() body: StartCoverageDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('StartCoverage', patientId, body, exchange);
  }

  @ApiOperation({ summary: 'Ends a coverage with its last day.' })
  @Post(':patientId/coverages/:coverageId/end')
  end(
    @PatientId() patientId: string,
    @Param('coverageId', uuid('coverageId')) coverageId: string,
    @Body() body: EndCoverageDto,
    @InExchange() exchange: Exchange,
  ) {
    return this.recorder.record('EndCoverage', patientId, { ...body, coverageId }, exchange);
  }
}
