import { Module } from '@nestjs/common';
import { AlertAnnouncer } from './alerts/alert-announcer.ts';

/** Carries the log to whoever follows it elsewhere. */
@Module({ providers: [AlertAnnouncer] })
export class RelayModule {}
