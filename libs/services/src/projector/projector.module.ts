import {
  Inject,
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { EventStore } from '@stepwell/event-sourcing';
import { Projector } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { POOL, STORE } from '../tokens.ts';

/** Keeps the read models up with the log for as long as the process lives. */
@Injectable()
export class ProjectorRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly projector: Projector;
  constructor(@Inject(POOL) pool: Pool, @Inject(STORE) store: EventStore) {
    const logger = new Logger('projector');
    this.projector = new Projector(pool, store, { log: (line) => logger.warn(line) });
  }
  onApplicationBootstrap(): Promise<void> {
    return this.projector.start();
  }
  onApplicationShutdown(): Promise<void> {
    return this.projector.stop();
  }
}

@Module({ providers: [ProjectorRunner] })
export class ProjectorModule {}
