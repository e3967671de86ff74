import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal, handle, type Answer, type EventStore, type Order } from '@stepwell/event-sourcing';
import {
  OneOfSeveralRecords,
  pathway,
  pathwayOfPerson,
  program,
  type Pathway,
  type PathwayCommand,
  type PathwayEvent,
  type PathwayRequest,
  type ProgramCommand,
  type ProgramEvent,
} from '@stepwell/pathway';
import { eventIdOf } from '@stepwell/edges/ids';
import { inTransaction } from '@stepwell/postgres';
import type { Pool } from 'pg';
import { CLOCK, POOL, STORE, type Clock } from '../tokens.ts';
import { amongRecords, personOf, type CarryOut } from './among-records.ts';
import { carryOutMerger, mergerIn } from './merging.ts';
import { Turns } from './turns.ts';

/** The number of the advisory lock under which records are merged, one merger at a time over all processes. */
const MERGERS = 7_370_005;

/** The class of the advisory locks under which what depends on several records of a person is carried out. */
const PERSONS = 7_370_006;

/** A patient's request with the moment it was learned, where that is not now: only a simulation knows another. */
export type TimedRequest = PathwayRequest & { readonly recordedAt?: string };

/** Orders for one patient's pathway; `wholeWith`: where it is one of several records, all that is known of the person. */
export class PathwayOrders {
  readonly patientId: string;
  readonly orders: readonly Order<PathwayCommand>[];
  readonly wholeWith?: (own: Pathway) => Pathway;
  constructor(
    patientId: string,
    orders: readonly Order<PathwayCommand>[],
    wholeWith?: (own: Pathway) => Pathway,
  ) {
    this.patientId = patientId;
    this.orders = orders;
    this.wholeWith = wholeWith;
  }
}

/** Orders for one program. */
export class ProgramOrders {
  readonly programId: string;
  readonly orders: readonly Order<ProgramCommand>[];
  constructor(programId: string, orders: readonly Order<ProgramCommand>[]) {
    this.programId = programId;
    this.orders = orders;
  }
}

@CommandHandler(PathwayOrders)
export class PathwayOrdersHandler implements ICommandHandler<PathwayOrders> {
  private readonly store: EventStore;
  private readonly turns = new Turns();
  constructor(@Inject(STORE) store: EventStore) {
    this.store = store;
  }
  execute({ patientId, orders, wholeWith }: PathwayOrders): Promise<Answer<PathwayEvent>[]> {
    const rules = wholeWith ? pathwayOfPerson(wholeWith) : pathway;
    return this.turns.take(patientId, () => handle(this.store, rules, patientId, orders));
  }
}

@CommandHandler(ProgramOrders)
export class ProgramOrdersHandler implements ICommandHandler<ProgramOrders> {
  private readonly store: EventStore;
  private readonly turns = new Turns();
  constructor(@Inject(STORE) store: EventStore) {
    this.store = store;
  }
  execute({ programId, orders }: ProgramOrders): Promise<Answer<ProgramEvent>[]> {
    return this.turns.take(programId, () => handle(this.store, program, programId, orders));
  }
}

/** A program's request: as a patient's, for a program. */
export interface ProgramRequest extends Omit<PathwayRequest, 'patientId' | 'commands'> {
  readonly programId: string;
  readonly commands: readonly ProgramCommand[];
  readonly recordedAt?: string;
}

/** The one way in: every edge's requests become orders here, with the time of recording and the events' ids. */
@Injectable()
export class Intake {
  private readonly bus: CommandBus;
  private readonly now: Clock;
  private readonly store: EventStore;
  private readonly pool: Pool;
  private readonly turns = new Turns();
  private readonly listeners: ((patientId: string) => void)[] = [];
  private readonly persons = new Turns();
  constructor(
    @Inject(CommandBus) bus: CommandBus,
    @Inject(CLOCK) now: Clock,
    @Inject(STORE) store: EventStore,
    @Inject(POOL) pool: Pool,
  ) {
    this.bus = bus;
    this.now = now;
    this.store = store;
    this.pool = pool;
  }

  /** Tells from now on of every patient of whom something is recorded here, at once. */
  whenRecorded(listener: (patientId: string) => void): void {
    this.listeners.push(listener);
  }

  /** Carries out one patient's requests in order; the answers stand in the same order. */
  async patient(patientId: string, requests: readonly TimedRequest[]): Promise<Answer<PathwayEvent>[]> {
    if (!requests.some(mergerIn)) return this.ofPerson(patientId, requests);
    const answers: Answer<PathwayEvent>[] = [];
    for (const request of requests) {
      if (mergerIn(request)) answers.push(await this.merger(request));
      else answers.push(...(await this.ofPerson(patientId, [request])));
    }
    return answers;
  }

  /** As most patients have one record, the others are looked at only where an answer depends on them, one by one. */
  private async ofPerson(
    patientId: string,
    requests: readonly TimedRequest[],
  ): Promise<Answer<PathwayEvent>[]> {
    const answers = await this.carryOut(patientId, requests);
    for (const [n, request] of requests.entries())
      if (answers[n] instanceof OneOfSeveralRecords)
        answers[n] = await this.whileNoOther(await personOf(this.store, patientId), () =>
          amongRecords(this.store, this.carryOut, request),
        );
    return answers;
  }

  /** What is decided on several streams is decided for one person at a time, over all processes: an append guards one stream. */
  private whileNoOther<T>(person: string, work: () => Promise<T>): Promise<T> {
    return this.persons.take(person, () =>
      inTransaction(this.pool, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [PERSONS, person]);
        return work();
      }),
    );
  }

  private merger(request: TimedRequest): Promise<Answer<PathwayEvent>> {
    return this.whileNoneMerges((carryOut) => carryOut(request));
  }

  /**
   * Gives a work the way to carry out requests, mergers among them, while no others merge or unmerge, in any process. Where
   * one fails, whoever comes after it does not fail with it: mostly they are of other persons.
   */
  async whileNoneMerges<T>(
    work: (carryOut: (request: PathwayRequest) => Promise<Answer<PathwayEvent>>) => Promise<T>,
  ): Promise<T> {
    const alone = (): Promise<T> =>
      inTransaction(this.pool, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [MERGERS]);
        return work(async (request) => {
          const merger = mergerIn(request);
          if (merger) return carryOutMerger(this.store, this.carryOut, request, merger);
          return (await this.ofPerson(request.patientId, [request]))[0]!;
        });
      });
    const [settled] = await this.turns.take('mergers', () => Promise.allSettled([alone()]));
    if (settled.status === 'rejected') throw settled.reason;
    return settled.value;
  }

  private readonly carryOut: CarryOut = async (patientId, requests: readonly TimedRequest[], wholeWith) => {
    const now = this.now();
    const orders = requests.map((request) => orderOf(request, now));
    const answers: Answer<PathwayEvent>[] = await this.bus.execute(
      new PathwayOrders(patientId, orders, wholeWith),
    );
    if (answers.some((answer) => !(answer instanceof Refusal) && answer.outcome === 'appended'))
      for (const listener of this.listeners) listener(patientId);
    return answers;
  };

  async program({ programId, ...request }: ProgramRequest): Promise<Answer<ProgramEvent>> {
    const answers: Answer<ProgramEvent>[] = await this.bus.execute(
      new ProgramOrders(programId, [orderOf(request, this.now())]),
    );
    return answers[0]!;
  }
}

const orderOf = <Command>(
  {
    commands,
    commandId,
    recordedAt,
    fromFeed,
    ...about
  }: Omit<PathwayRequest, 'patientId' | 'commands'> & {
    readonly commands: readonly Command[];
    readonly recordedAt?: string;
    readonly fromFeed?: boolean;
  },
  now: string,
): Order<Command> => {
  const { commandDigest, occurredAt, precision, source, actor, traceparent } = about;
  return {
    commands,
    fromFeed,
    eventId: (n) => eventIdOf(commandId, n),
    metadata: {
      commandId,
      commandDigest,
      occurredAt,
      recordedAt: recordedAt ?? now,
      precision,
      source,
      actor,
      correlationId: commandId,
      traceparent,
    },
  };
};
