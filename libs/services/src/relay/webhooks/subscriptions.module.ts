import { Module } from '@nestjs/common';
import { OutgoingModule } from '../../outgoing/outgoing.module.ts';
import { SubscriptionDesk } from './subscription-desk.ts';
import { SubscriptionsController } from './subscriptions.controller.ts';

/** The subscribers to webhooks, to be registered and looked after. */
@Module({ imports: [OutgoingModule], controllers: [SubscriptionsController], providers: [SubscriptionDesk] })
export class SubscriptionsModule {}
