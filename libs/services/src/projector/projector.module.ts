import {
  Inject,
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { EventStore } from '@stepwell/event-sourcing';
import { Projector, type Progress } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Faults } from '../health/faults.ts';
import { POOL, STORE } from '../tokens.ts';

/** The name of this part among faults. */
export const PROJECTOR = 'projector';

/** Keeps the read models up with the log for as long as the process lives. */
@Injectable()
export class ProjectorRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly projector: Projector;
  constructor(@Inject(POOL) pool: Pool, @Inject(STORE) store: EventStore, @Inject(Faults) faults: Faults) {
    const logger = new Logger('projector');
    this.projector = new Projector(pool, store, {
      log: (line) => logger.warn(line),
      progress: everySoOften((line) => logger.log(line)),
    });
    faults.watch(PROJECTOR, () => this.projector.fault);
  }
  onApplicationBootstrap(): Promise<void> {
    return this.projector.start();
  }
  onApplicationShutdown(): Promise<void> {
    return this.projector.stop();
  }
}

const TELL_EVERY_MS = 5_000;

/** Tells of long work how far it is and how long it will take. */
const everySoOften = (tell: (line: string) => void): Progress => {
  let first: { readonly at: number; readonly events: number } | undefined;
  let told = performance.now();
  return ({ phase, events, total }) => {
    const now = performance.now();
    first ??= { at: now, events };
    if (now - told < TELL_EVERY_MS) return;
    told = now;
    const rate = ((events - first.events) * 1_000) / (now - first.at);
    const left = total && rate > 0 ? `, about ${Math.ceil(Math.max(0, total - events) / rate)} s left` : '';
    tell(`Making read models (${phase}): ${events} events read, ${Math.round(rate)} a second${left}`);
  };
};

@Module({ providers: [ProjectorRunner] })
export class ProjectorModule {}
