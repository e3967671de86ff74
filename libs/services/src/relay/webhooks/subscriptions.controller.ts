import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  type OnModuleDestroy,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { uuid } from '../../http/path.pipes.ts';
import { Answers, AnswersCreated, AnswersNothing } from '../../openapi/answers.decorator.ts';
import type {
  PingAnswer,
  RegisteredAnswer,
  SecretAnswer,
  SubscriptionAnswer,
  SubscriptionEventsAnswer,
  SubscriptionsAnswer,
} from './answers.ts';
import {
  NewSubscriptionDto,
  ResumeDto,
  RotationDto,
  SubscriptionChangeDto,
  SubscriptionEventsQuery,
} from './subscriptions.dto.ts';
import { SubscriptionDesk } from './subscription-desk.ts';

/** Who is told by webhooks, and of what. */
@ApiTags('Webhooks')
@Controller('v1/subscriptions')
export class SubscriptionsController implements OnModuleDestroy {
  private readonly desk: SubscriptionDesk;
  constructor(@Inject(SubscriptionDesk) desk: SubscriptionDesk) {
    this.desk = desk;
  }

  onModuleDestroy(): void {
    this.desk.close();
  }

  @ApiOperation({ summary: 'Registers a subscriber. The answer has the secret, which is shown this once.' })
  @Post()
  @AnswersCreated('RegisteredAnswer')
  register(@Body() body: NewSubscriptionDto): Promise<RegisteredAnswer> {
    return this.desk.register(body);
  }

  @ApiOperation({ summary: 'The subscribers: where each stands, and what went wrong last.' })
  @Get()
  @Answers('SubscriptionsAnswer')
  async list(): Promise<SubscriptionsAnswer> {
    return { subscriptions: await this.desk.list() };
  }

  @ApiOperation({ summary: 'One subscriber.' })
  @Get(':id')
  @Answers('SubscriptionAnswer')
  show(@Param('id', uuid('id')) id: string): Promise<SubscriptionAnswer> {
    return this.desk.show(id);
  }

  @ApiOperation({ summary: 'Changes what is given. Failures are forgotten: it is tried at once.' })
  @Patch(':id')
  @Answers('SubscriptionAnswer')
  change(
    @Param('id', uuid('id')) id: string,
    @Body() body: SubscriptionChangeDto,
  ): Promise<SubscriptionAnswer> {
    return this.desk.change(id, body);
  }

  @ApiOperation({ summary: 'Removes a subscriber: nothing more is delivered.' })
  @Delete(':id')
  @HttpCode(204)
  @AnswersNothing()
  remove(@Param('id', uuid('id')) id: string): Promise<void> {
    return this.desk.remove(id);
  }

  @ApiOperation({
    summary:
      'Goes on with one that is paused, parked or waits: at once, from where it stood or another place.',
  })
  @Post(':id/resume')
  @HttpCode(200)
  @Answers('SubscriptionAnswer')
  resume(@Param('id', uuid('id')) id: string, @Body() { after }: ResumeDto): Promise<SubscriptionAnswer> {
    return this.desk.resume(id, after);
  }

  @ApiOperation({ summary: 'Makes another secret. Deliveries are signed with both until the old one ends.' })
  @Post(':id/secret')
  @AnswersCreated('SecretAnswer')
  rotate(@Param('id', uuid('id')) id: string, @Body() { overlapHours }: RotationDto): Promise<SecretAnswer> {
    return this.desk.rotate(id, overlapHours);
  }

  @ApiOperation({ summary: 'Delivers a test event now, and tells how that ended.' })
  @Post(':id/ping')
  @HttpCode(200)
  @Answers('PingAnswer')
  ping(@Param('id', uuid('id')) id: string): Promise<PingAnswer> {
    return this.desk.ping(id);
  }

  @ApiOperation({
    summary: 'What matches the subscription after a place: closes gaps, whatever was delivered.',
  })
  @Get(':id/events')
  @Answers('SubscriptionEventsAnswer')
  events(
    @Param('id', uuid('id')) id: string,
    @Query() { after, limit }: SubscriptionEventsQuery,
  ): Promise<SubscriptionEventsAnswer> {
    return this.desk.events(id, after, limit);
  }
}
