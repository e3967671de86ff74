import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { WAITLIST_ENDINGS, type WaitlistEnding } from '@stepwell/pathway';
import { Day, Name, OneOf, Uuid } from '../http/fields.ts';
import { uuid } from '../http/path.pipes.ts';
import { AnswersRecorded } from '../openapi/answers.decorator.ts';
import { OccurredDto } from './patient.dto.ts';
import { IDEMPOTENCY_KEY, InExchange, Recorder, type Exchange } from './recorder.ts';

export class WaitingDto extends OccurredDto {
  @Uuid("The entry's id, where the caller gives it.", { optional: true }) waitlistId?: string;
  @Name('The program that the patient waits for.') programId!: string;
  @Uuid('The referral that it answers.', { optional: true }) referralId?: string;
}

export class OfferDto extends OccurredDto {
  @Day('The day until which the place is kept.', { optional: true }) answerBy?: string;
}

export class TakenOffDto extends OccurredDto {
  @OneOf(WAITLIST_ENDINGS, 'Why the patient waits no longer; an admission to the program says so itself.')
  reason!: WaitlistEnding;
}

const PatientId = () => Param('patientId', uuid('patientId'));
const WaitlistId = () => Param('waitlistId', uuid('waitlistId'));

/** Waiting for a place in a program. */
@ApiTags('Programs')
@ApiHeader(IDEMPOTENCY_KEY)
@AnswersRecorded()
@Controller('v1/patients')
export class WaitlistController {
  private readonly recorder: Recorder;
  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @ApiOperation({
    summary: 'Puts a patient on the waitlist of a program. An admission to it ends the waiting.',
  })
  @Post(':patientId/waitlist')
  wait(@PatientId() patientId: string, @Body() body: WaitingDto, @InExchange() exchange: Exchange) {
    return this.recorder.record('WaitlistPatient', patientId, body, exchange);
  }

  @ApiOperation({ summary: 'Offers a place to a patient who waits.' })
  @Post(':patientId/waitlist/:waitlistId/offers')
  offer(
    @PatientId() patientId: string,
    @WaitlistId() waitlistId: string,
    @Body() body: OfferDto,
    @InExchange() exchange: Exchange,
  ) {
    return this.recorder.record('OfferPlace', patientId, { ...body, waitlistId }, exchange);
  }

  @ApiOperation({ summary: 'Takes a patient off the waitlist who is not admitted.' })
  @Post(':patientId/waitlist/:waitlistId/removal')
  takeOff(
    @PatientId() patientId: string,
    @WaitlistId() waitlistId: string,
    @Body() body: TakenOffDto,
    @InExchange() exchange: Exchange,
  ) {
    return this.recorder.record('TakeOffWaitlist', patientId, { ...body, waitlistId }, exchange);
  }
}
