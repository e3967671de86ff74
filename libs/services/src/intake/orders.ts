import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { handle, type Answer, type EventStore, type Order } from '@stepwell/event-sourcing';
import {
  pathway,
  program,
  type PathwayCommand,
  type PathwayEvent,
  type PathwayRequest,
  type ProgramCommand,
  type ProgramEvent,
} from '@stepwell/pathway';
import { eventIdOf } from '@stepwell/edges/ids';
import { CLOCK, STORE, type Clock } from '../tokens.ts';
import { Turns } from './turns.ts';

/** A patient's request with the moment it was learned, where that is not now: only a simulation knows another. */
export type TimedRequest = PathwayRequest & { readonly recordedAt?: string };

/** Orders for one patient's pathway. */
export class PathwayOrders {
  readonly patientId: string;
  readonly orders: readonly Order<PathwayCommand>[];
  constructor(patientId: string, orders: readonly Order<PathwayCommand>[]) {
    this.patientId = patientId;
    this.orders = orders;
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
  execute({ patientId, orders }: PathwayOrders): Promise<Answer<PathwayEvent>[]> {
    return this.turns.take(patientId, () => handle(this.store, pathway, patientId, orders));
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
  constructor(@Inject(CommandBus) bus: CommandBus, @Inject(CLOCK) now: Clock) {
    this.bus = bus;
    this.now = now;
  }

  /** Carries out one patient's requests in order; the answers stand in the same order. */
  patient(patientId: string, requests: readonly TimedRequest[]): Promise<Answer<PathwayEvent>[]> {
    const now = this.now();
    return this.bus.execute(
      new PathwayOrders(
        patientId,
        requests.map((request) => orderOf(request, now)),
      ),
    );
  }

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
