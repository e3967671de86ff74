import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { EventStore } from '@stepwell/event-sourcing';
import type { Pool } from 'pg';
import { Faults } from '../health/faults.ts';
import { POOL, SETTINGS, STORE, type Settings } from '../tokens.ts';
import { KafkaDestination } from './kafka-destination.ts';
import { Relay } from './relay.ts';

/** Carries the log to Kafka for as long as the process lives, where a Kafka is configured. */
@Injectable()
export class KafkaRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly relay: Relay | undefined;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(STORE) store: EventStore,
    @Inject(SETTINGS) { kafka }: Settings,
    @Inject(Faults) faults: Faults,
  ) {
    if (!kafka) return;
    const logger = new Logger('kafka');
    const relay = new Relay(pool, store, new KafkaDestination(kafka), (line) => logger.warn(line));
    faults.watch('kafka-relay', () => relay.fault);
    this.relay = relay;
  }
  onApplicationBootstrap(): void {
    this.relay?.start();
  }
  async onApplicationShutdown(): Promise<void> {
    await this.relay?.stop();
  }
}
