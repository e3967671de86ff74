import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import {
  Refusal,
  comparePositions,
  parseStreamName,
  streamName,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import {
  everMergedWith,
  pathwayFold,
  type PathwayEvent,
  type PathwayRequest,
  type PossibleDuplicate,
} from '@stepwell/pathway';
import { pause } from '@stepwell/postgres';
import {
  haveMemberNumbers,
  readCheckpoint,
  relatedHistories,
  sharedNumbers,
  type SharedNumber,
} from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Faults } from '../health/faults.ts';
import { Intake } from '../intake/orders.ts';
import { Relay } from '../relay/relay.ts';
import { POOL, SETTINGS, STORE, type Settings } from '../tokens.ts';
import { conclusionsOf, contradictedMergers } from './concluded.ts';

/** What may change whether two records are of one person. */
const TELLING: ReadonlySet<string> = new Set<PathwayEvent['type']>([
  ...(['PatientRegistered', 'DemographicsCorrected', 'IdentifierLinked', 'IdentifierUnlinked'] as const),
  ...(['CoverageStarted', 'CoverageEnded', 'EntryVoided', 'PatientsMerged', 'PatientsUnmerged'] as const),
]);

const LOOK_AGAIN_MS = 200;

/**
 * Finds records of one person by the number under which a payer knows them, and merges them or notes that they may be. It
 * follows the log, as what carries events elsewhere does: one process at a time, from a checkpoint, each event at least
 * once. What it concludes depends on the histories alone and is in them, so whatever comes twice, or is looked at again
 * from the start, concludes nothing more.
 */
@Injectable()
export class MemberMatching implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('matching');
  private readonly relay: Relay;
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly intake: Intake;
  private readonly settings: Settings;

  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(STORE) store: EventStore,
    @Inject(Intake) intake: Intake,
    @Inject(SETTINGS) settings: Settings,
    @Inject(Faults) faults: Faults,
  ) {
    this.pool = pool;
    this.store = store;
    this.intake = intake;
    this.settings = settings;
    this.relay = new Relay(
      pool,
      store,
      {
        name: 'matching',
        begins: 'at-the-head',
        open: (signal) => this.lookAtAll(signal),
        deliver: (events, signal) => this.lookAt(events, signal),
      },
      (line) => this.logger.warn(line),
    );
    faults.watch('matching', () => this.relay.fault);
  }

  onApplicationBootstrap(): void {
    if (this.settings.matching !== 'off') this.relay.start();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.settings.matching !== 'off') await this.relay.stop();
  }

  /** Every number that is shared: also what was recorded before there was this, or under another setting. */
  private async lookAtAll(signal: AbortSignal): Promise<void> {
    await this.readModelsReach(await this.store.head(), signal);
    for (const pair of await sharedNumbers(this.pool)) await this.concludeOf(pair, signal);
  }

  private async lookAt(events: readonly RecordedEvent[], signal: AbortSignal): Promise<void> {
    const telling = events.filter(({ type }) => TELLING.has(type));
    if (telling.length === 0) return;
    await this.readModelsReach(telling.at(-1)!.position, signal);
    const patientIds = [...new Set(telling.map(({ streamId }) => parseStreamName(streamId).key))];
    const names = patientIds.map((id) => streamName(pathwayFold.category, id));
    const streams = [...(await this.store.readStreams(names, await this.store.head())).values()];
    const merged = streams.filter((history) => everMergedWith(history).length > 0).map(patientOf);
    const related = await relatedHistories(this.store, merged, await this.store.head());
    for (const patientId of merged) await this.reviewMergers(patientId, signal);
    const shared = await sharedNumbers(this.pool, [...patientIds, ...related.keys()]);
    const pairs = [...shared, ...streams.flatMap(notedPairs)];
    for (const pair of new Map(pairs.map((one) => [[...one].sort().join(), one])).values())
      await this.concludeOf(pair, signal);
  }

  private async concludeOf(pair: SharedNumber, signal: AbortSignal): Promise<void> {
    for (const patientId of pair) await this.reviewMergers(patientId, signal);
    const others = await this.sharingWith(pair);
    await this.conclude(() => conclusionsOf(this.store, this.settings.matching, pair, others), signal);
  }

  private async reviewMergers(patientId: string, signal: AbortSignal): Promise<void> {
    const related = await relatedHistories(this.store, [patientId], await this.store.head());
    if (related.size < 2) return;
    const others = await this.sharingWith([...related.keys()]);
    await this.conclude(() => contradictedMergers(this.store, patientId, others), signal);
  }

  /** Who shares a number with any of these, themselves among them. */
  private async sharingWith(patientIds: readonly string[]): Promise<string[]> {
    return [...new Set((await sharedNumbers(this.pool, patientIds)).flat())];
  }

  /** What seems to follow is looked at once more while nobody else merges or unmerges. */
  private async conclude(find: () => Promise<PathwayRequest[]>, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if ((await find()).length === 0) return;
    await this.intake.whileNoneMerges(async (carryOut) => {
      for (const request of await find()) {
        const answer = await carryOut(request);
        if (answer instanceof Refusal)
          this.logger.warn(`Nothing is concluded of ${request.patientId}: ${answer.code}. ${answer.detail}`);
      }
    });
  }

  private async readModelsReach(position: Position, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const isThere = comparePositions(await readCheckpoint(this.pool), position) >= 0;
      if (isThere && (await haveMemberNumbers(this.pool))) return;
      await pause(LOOK_AGAIN_MS, signal);
    }
  }
}

const patientOf = ([first]: readonly RecordedEvent[]): string => parseStreamName(first!.streamId).key;

/** The pairs that a history's notes are about, standing or not. */
const notedPairs = (history: readonly RecordedEvent[]): SharedNumber[] =>
  history
    .filter(({ type }) => type === 'PossibleDuplicateNoted')
    .map(({ streamId, data }) => [parseStreamName(streamId).key, (data as PossibleDuplicate).otherId]);
