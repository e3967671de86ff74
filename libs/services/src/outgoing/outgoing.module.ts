import { Module } from '@nestjs/common';
import { AlertFeed } from './alert-feed.ts';
import { LogFeed } from './log-feed.ts';
import { OutgoingLog } from './outgoing.ts';
import { Whom } from './whom.ts';

/** What goes out, for whoever follows it. */
@Module({ providers: [LogFeed, AlertFeed, Whom, OutgoingLog], exports: [OutgoingLog] })
export class OutgoingModule {}
