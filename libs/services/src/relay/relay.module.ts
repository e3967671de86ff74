import { Module } from '@nestjs/common';
import { OutgoingModule } from '../outgoing/outgoing.module.ts';
import { AlertAnnouncer } from './alerts/alert-announcer.ts';
import { KafkaRelay } from './kafka-relay.ts';
import { SubscriptionsModule } from './webhooks/subscriptions.module.ts';
import { WebhookRelay } from './webhooks/webhook-relay.ts';

/** Carries the log to whoever follows it elsewhere. */
@Module({
  imports: [OutgoingModule, SubscriptionsModule],
  providers: [AlertAnnouncer, KafkaRelay, WebhookRelay],
})
export class RelayModule {}
