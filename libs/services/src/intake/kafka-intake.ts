import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Refusal } from '@stepwell/event-sourcing';
import { readTopic, recordToEvent, type KafkaRecord } from '@stepwell/edges/kafka';
import { LastingWork, pause } from '@stepwell/postgres';
import type { Pool } from 'pg';
import { Faults } from '../health/faults.ts';
import { describe, toProblem } from '../http/problem.ts';
import { POOL, SETTINGS, type Settings } from '../tokens.ts';
import { CloudEventsIntake } from './cloudevents-intake.ts';
import { keepAllInQuarantine, type QuarantinedMessage } from './quarantine.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Takes CloudEvents from a topic. What came is in the log or in quarantine before its offset is committed, so whatever dies
 * in between, nothing is lost; and what comes again is known by its source and id, so nothing takes effect twice.
 */
@Injectable()
export class KafkaIntake implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly events: CloudEventsIntake;
  private readonly settings: Settings;
  private readonly logger = new Logger('kafka');
  private readonly reading: LastingWork;
  private waiting: string | undefined;

  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(CloudEventsIntake) events: CloudEventsIntake,
    @Inject(SETTINGS) settings: Settings,
    @Inject(Faults) faults: Faults,
  ) {
    this.pool = pool;
    this.events = events;
    this.settings = settings;
    this.reading = new LastingWork({ title: 'Reading from Kafka', log: (line) => this.logger.warn(line) });
    faults.watch('kafka-intake', () => this.waiting ?? this.reading.fault);
  }

  onApplicationBootstrap(): void {
    const { kafka } = this.settings;
    if (!kafka) return;
    this.reading.start((signal, succeeded) =>
      readTopic(kafka, kafka.topics.commands, {
        signal,
        onFetched: succeeded,
        take: (records, still) => this.take(records, still),
      }),
    );
  }

  onApplicationShutdown(): Promise<void> {
    return this.reading.stop();
  }

  // The log may be out of reach for a while: the same records are tried again, and no others come meanwhile.
  private async take(records: readonly KafkaRecord[], signal: AbortSignal): Promise<void> {
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.record(records);
        this.waiting = undefined;
        return;
      } catch (error) {
        const { message } = error as Error;
        this.waiting = `What comes from Kafka cannot be recorded and waits there: ${message}`;
        this.logger.error(`${this.waiting} (${placeOf(records[0]!)} and what follows)`);
        await pause(wait, signal);
        if (signal.aborted) throw error;
      }
    }
  }

  /** Of records that something about is wrong that nobody thought of, the one that it is stands aside, and the rest go on. */
  private async record(records: readonly KafkaRecord[]): Promise<void> {
    try {
      await this.recordTogether(records);
    } catch (error) {
      const problem = toProblem(error);
      if (problem.getStatus() === 503) throw error;
      this.logger.error(describe(error, problem));
      if (records.length > 1) for (const one of records) await this.record([one]);
      else
        await keepAllInQuarantine(
          this.pool,
          records.map((one) => toKeep(one, UNEXPECTED)),
        );
    }
  }

  private async recordTogether(records: readonly KafkaRecord[]): Promise<void> {
    const read = records.map((record) => ({ record, event: recordToEvent(record) }));
    const [broken, whole] = [read.filter(isBroken), read.filter((one) => !isBroken(one))];
    await keepAllInQuarantine(
      this.pool,
      broken.map(({ record, event }) => toKeep(record, event)),
    );
    await this.events.receive(
      whole.map(({ event }) => event),
      'kafka',
      (n) => placeOf(whole[n]!.record),
    );
  }
}

const UNEXPECTED = new Refusal(
  'internal-error',
  'Something failed here when this was taken. The log has more.',
);

interface Read {
  readonly record: KafkaRecord;
  readonly event: unknown;
}

const isBroken = (read: Read): read is Read & { readonly event: Refusal } => read.event instanceof Refusal;

const placeOf = ({ topic, partition, offset }: KafkaRecord): string =>
  `topic ${topic}, partition ${partition}, offset ${offset}`;

const toKeep = (record: KafkaRecord, { code, detail }: Refusal): QuarantinedMessage => ({
  channel: 'kafka',
  content: record.value ?? Buffer.from(JSON.stringify({ ...record, key: record.key?.toString() ?? null })),
  code,
  detail: `${detail} (${placeOf(record)})`,
});
