import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type Answer, type EventStore } from '@stepwell/event-sourcing';
import { cloudEventToRequest, keptEvent, patientNamedBy, programNamedBy } from '@stepwell/edges/cloudevents';
import type { PathwayEvent, PathwayRequest, ProgramDefinition } from '@stepwell/pathway';
import type { Pool } from 'pg';
import { POOL, STORE } from '../tokens.ts';
import { inParallel } from './in-parallel.ts';
import { Intake } from './orders.ts';
import { keepAllInQuarantine, type QuarantinedMessage } from './quarantine.ts';
import type { Accepted, Received } from './received.ts';
import { programDefinition } from './requests.ts';

// Of one request: so many are read by one query. While some are written, others are decided.
const PATIENTS_AT_ONCE = 64;

/** The ways on which CloudEvents come in. */
export type EventChannel = Extract<QuarantinedMessage['channel'], 'cloudevents' | 'kafka'>;

/** How events came that are taken together. */
export interface Arrival {
  readonly channel: EventChannel;
  /** The nth, as it came: for an auditor, and to be tried again. */
  readonly contentOf: (n: number) => Uint8Array;
  /** Where the nth came from, where that is more than the channel. */
  readonly placeOf?: (n: number) => string;
}

/** Takes CloudEvents that ask for commands. What it answers is durable: in the log, or in quarantine. */
@Injectable()
export class CloudEventsIntake {
  private readonly intake: Intake;
  private readonly store: EventStore;
  private readonly pool: Pool;
  constructor(@Inject(Intake) intake: Intake, @Inject(STORE) store: EventStore, @Inject(POOL) pool: Pool) {
    this.intake = intake;
    this.store = store;
    this.pool = pool;
  }

  /**
   * Takes events in the form of the JSON format, not yet judged, or why there is none; what became of them stands in their
   * order. Those of one patient are carried out in order. Throws where something could not be recorded for now: then
   * nothing is in quarantine, and all of them are to be sent again.
   */
  async receive(events: readonly unknown[], arrival: Arrival): Promise<Received[]> {
    const answers = (await this.attempt(events.filter((event) => !(event instanceof Refusal)))).values();
    const attempted = events.map((event) => (event instanceof Refusal ? event : answers.next().value!));
    const refused = attempted.flatMap((answer, n) => (answer instanceof Refusal ? [{ answer, n }] : []));
    const ids = await keepAllInQuarantine(
      this.pool,
      refused.map(({ answer, n }) => toKeep(n, events[n], answer, arrival)),
    );
    const kept = new Map(refused.map(({ n }, place) => [n, ids[place]!]));
    return attempted.map((answer, n) =>
      answer instanceof Refusal
        ? { outcome: 'quarantined', refusal: answer, quarantineId: kept.get(n)! }
        : answer,
    );
  }

  /** Takes one event again as it was kept, or as somebody mended that. What is refused is not kept once more. */
  async attemptKept(content: Uint8Array, channel: EventChannel): Promise<Accepted | Refusal> {
    const event = keptEvent(content, channel === 'kafka' ? 'ce_' : 'ce-');
    return event instanceof Refusal ? event : (await this.attempt([event]))[0]!;
  }

  private async attempt(events: readonly unknown[]): Promise<(Accepted | Refusal)[]> {
    const programs = await this.programsNamedBy(events);
    const answers = new Array<Accepted | Refusal>(events.length);
    const byPatient = Map.groupBy(events.keys(), (n) => patientNamedBy(events[n]));
    await inParallel(byPatient, PATIENTS_AT_ONCE, async ([patientId, places]) => {
      const asked: { readonly n: number; readonly request: PathwayRequest }[] = [];
      for (const n of places) {
        const request = cloudEventToRequest(events[n], (id) => programs.get(id));
        if (request instanceof Refusal) answers[n] = request;
        else asked.push({ n, request });
      }
      if (!patientId || asked.length === 0) return;
      const given = await this.intake.patient(
        patientId,
        asked.map(({ request }) => request),
      );
      for (const [place, { n, request }] of asked.entries()) answers[n] = told(given[place]!, request);
    });
    return answers;
  }

  private async programsNamedBy(events: readonly unknown[]): Promise<Map<string, ProgramDefinition>> {
    const named = new Set(events.map(programNamedBy));
    named.delete(undefined);
    const programs = new Map<string, ProgramDefinition>();
    await inParallel(named as Set<string>, PATIENTS_AT_ONCE, async (programId) => {
      const definition = isName(programId) ? await programDefinition(this.store, programId) : undefined;
      if (definition) programs.set(programId, definition);
    });
    return programs;
  }
}

const isName = (programId: string): boolean => /^[A-Za-z0-9._-]{1,64}$/.test(programId);

/** An event by what people look for it: its id, its type without what all have, and the facility that it names. */
const toKeep = (
  n: number,
  event: unknown,
  { code, detail }: Refusal,
  { channel, contentOf, placeOf }: Arrival,
): QuarantinedMessage => {
  const { id, type, source, data } = (event ?? {}) as Record<string, unknown>;
  const facility = (data as { facilityId?: unknown } | null | undefined)?.facilityId ?? source;
  return {
    channel,
    content: contentOf(n),
    code,
    detail: placeOf ? `${detail} (${placeOf(n)})` : detail,
    facility: texted(facility),
    messageId: texted(id),
    messageType: texted(type)?.replace(/^stepwell\.pathway\./, ''),
    patientId: patientNamedBy(event),
  };
};

const texted = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;

/** A sender knows events and their ids, not commands. */
const told = (answer: Answer<PathwayEvent>, { source }: PathwayRequest): Accepted | Refusal => {
  if (!(answer instanceof Refusal))
    return { outcome: answer.outcome === 'appended' ? 'accepted' : 'known', position: answer.position };
  return answer.code === 'command-id-reused'
    ? new Refusal(
        'event-id-reused',
        `Event ${source.messageId} of ${source.system} came before with another content: give each an id of its own.`,
      )
    : answer;
};
