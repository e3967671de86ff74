import { Module } from '@nestjs/common';

/** Carries the log to whoever follows it elsewhere. */
@Module({})
export class RelayModule {}
