import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { keptRecord, readTopic, recordToEvent, type KafkaRecord } from '@stepwell/edges/kafka';
import { LastingWork, pause } from '@stepwell/postgres';
import type { Pool } from 'pg';
import { Faults } from '../health/faults.ts';
import { describe, toProblem } from '../http/problem.ts';
import { POOL, SETTINGS, type Settings } from '../tokens.ts';
import { CloudEventsIntake } from './cloudevents-intake.ts';
import { keepInQuarantine } from './quarantine.ts';

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
  /** Why what came from a partition waits, by its number. */
  private readonly waiting = new Map<number, string>();

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
    faults.watch('kafka-intake', () => toldOf(this.waiting) ?? this.reading.fault);
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

  private async take(records: readonly KafkaRecord[], signal: AbortSignal): Promise<void> {
    if (await this.recorded(records, signal)) return;
    for (const one of records) await this.recorded([one], signal);
  }

  // The log may be out of reach for a while: the same records are tried again, and no others of their partition come
  // meanwhile. What is in quarantine once is not tried again: it came once.
  private async recorded(records: readonly KafkaRecord[], signal: AbortSignal): Promise<boolean> {
    const [first] = records;
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        const isRecorded = await this.record(records);
        this.waiting.delete(first!.partition);
        return isRecorded;
      } catch (error) {
        const { message } = error as Error;
        this.waiting.set(first!.partition, message);
        this.logger.error(`${STANDS_STILL}: ${message} (${placeOf(first!)} and what follows)`);
        await pause(wait, signal);
        if (!signal.aborted) continue;
        this.waiting.delete(first!.partition);
        throw error;
      }
    }
  }

  /**
   * Whether records are in the log or in quarantine. Something about one of several may be wrong that nobody thought of:
   * then each has to come alone. Alone, it stands aside, and the rest go on. Throws while nothing can be recorded.
   */
  private async record(records: readonly KafkaRecord[]): Promise<boolean> {
    try {
      await this.events.receive(records.map(recordToEvent), {
        channel: 'kafka',
        contentOf: (n) => keptRecord(records[n]!),
        placeOf: (n) => placeOf(records[n]!),
      });
      return true;
    } catch (error) {
      const problem = toProblem(error);
      if (problem.getStatus() === 503) throw error;
      this.logger.error(describe(error, problem));
      if (records.length > 1) return false;
      const detail = `${UNEXPECTED} (${placeOf(records[0]!)})`;
      const content = keptRecord(records[0]!);
      await keepInQuarantine(this.pool, { channel: 'kafka', content, code: 'internal-error', detail });
      return true;
    }
  }
}

const STANDS_STILL = 'What comes from Kafka cannot be recorded and waits there';
const UNEXPECTED = 'Something failed here when this was taken. The log has more.';

/** Partitions stand still each for itself. */
const toldOf = (waiting: ReadonlyMap<number, string>): string | undefined => {
  const byReason = Map.groupBy(waiting.keys(), (partition) => waiting.get(partition)!);
  const told = [...byReason].map(
    ([reason, partitions]) => `(partition ${partitions.toSorted((a, b) => a - b).join(', ')}): ${reason}`,
  );
  return told.length > 0 ? `${STANDS_STILL} ${told.join('; ')}` : undefined;
};

const placeOf = ({ topic, partition, offset }: KafkaRecord): string =>
  `topic ${topic}, partition ${partition}, offset ${offset}`;
