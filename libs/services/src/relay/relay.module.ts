import { Module } from '@nestjs/common';
import { AlertAnnouncer } from './alerts/alert-announcer.ts';
import { KafkaRelay } from './kafka-relay.ts';

/** Carries the log to whoever follows it elsewhere. */
@Module({ providers: [AlertAnnouncer, KafkaRelay] })
export class RelayModule {}
