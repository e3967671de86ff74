import type { PathwayCommand, PathwayRequest } from '@stepwell/pathway';
import { DAY, HOUR, MINUTE, isoInstant } from './calendar.ts';
import { LAGS, type Lag } from './lag.ts';
import type { Life } from './life.ts';
import { FACILITIES, type FacilityId } from './network.ts';
import type { Random } from './random.ts';

/** A request together with the moment at which it came in. */
export type SimulatedRequest = PathwayRequest & { readonly recordedAt: string };

/** Requests that say nothing new. */
export interface Repeats {
  /** The ids of commands that were sent once more, word for word. */
  readonly resent: string[];
  /** The ids of commands that say under an id of their own what another had said. */
  readonly restated: string[];
}

/** A time during which facts from some moment on cannot be told, because a wrong discharge stands in their way. */
export interface Shut {
  readonly since: number;
  readonly recorded: number;
  readonly until: number;
}

export interface Saying {
  readonly facilityId: FacilityId;
  /** When it was true. */
  readonly at: number;
  readonly actor: string;
  readonly commands: readonly PathwayCommand[];
  readonly lag: Lag;
  /** It cannot be told before this was. */
  readonly after?: number;
  readonly shut?: Shut;
  readonly precision?: 'day';
}

interface Told {
  readonly recordedAt: number;
  readonly request: PathwayRequest;
}

/** Wrong facts are told only where there is time left to put them right. */
const TIME_TO_CORRECT = 14 * DAY;

/** How a patient's life becomes known: every fact is told in the end, but late, in disorder, and sometimes wrongly. */
export class Telling {
  readonly life: Life;
  readonly random: Random;
  readonly horizon: number;
  readonly repeats: Repeats = { resent: [], restated: [] };
  private readonly told: Told[] = [];
  private messages = 0;
  /** Nothing can be told of a patient who is not registered. */
  private registered = -Infinity;
  /** By facility: when everything that stands in the way of the next admission there has been told. */
  private readonly settled = new Map<FacilityId, number>();

  constructor(life: Life, random: Random, horizon: number) {
    this.life = life;
    this.random = random;
    this.horizon = horizon;
  }

  /** Tells a fact and returns when it came in. */
  say(saying: Saying): number {
    const recordedAt = this.inTime(saying);
    this.told.push({ recordedAt, request: this.request(saying) });
    if (this.registered === -Infinity) this.registered = recordedAt;
    return recordedAt;
  }

  /** Sends the last request again: word for word, or under another id. */
  repeat(as: keyof Repeats): void {
    const { recordedAt, request } = this.told.at(-1)!;
    const { commandId, source } = request;
    const again =
      as === 'resent'
        ? request
        : {
            ...request,
            commandId: this.random.uuid(),
            source: { ...source, messageId: this.messageId(source.system) },
          };
    this.repeats[as].push(as === 'resent' ? commandId : again.commandId);
    const later = recordedAt + this.random.whole(1, 36 * 60) * MINUTE;
    this.told.push({ recordedAt: Math.min(later, this.horizon - 1), request: again });
  }

  /** Whether to tell something wrongly at first: by chance, and only if it can be put right before the horizon. */
  mayErr({ at, after = 0 }: { at: number; after?: number }, share: number): boolean {
    return this.random.chance(share) && Math.max(at, after) + TIME_TO_CORRECT < this.horizon;
  }

  settle(facilityId: FacilityId, recordedAt: number): void {
    this.settled.set(facilityId, Math.max(recordedAt, this.settledAt(facilityId)));
  }

  settledAt(facilityId: FacilityId): number {
    return this.settled.get(facilityId) ?? -Infinity;
  }

  /** Everything told, in the order in which it came in. */
  requests(): SimulatedRequest[] {
    return this.told
      .toSorted((a, b) => a.recordedAt - b.recordedAt)
      .map(({ recordedAt, request }) => ({ ...request, recordedAt: isoInstant(recordedAt) }));
  }

  private inTime({ at, lag, after = -Infinity, shut }: Saying): number {
    const soonest = Math.max(after, this.registered) + this.random.whole(1, 5) * MINUTE;
    const recordedAt = Math.max(at + this.lag(at, lag), soonest);
    const isShut = shut && at >= shut.since && recordedAt >= shut.recorded && recordedAt <= shut.until;
    return Math.min(isShut ? shut.until + MINUTE : recordedAt, this.horizon - 1);
  }

  private lag(at: number, name: Lag): number {
    const { prompt, late } = LAGS[name];
    const drawn = this.random.unit();
    const slow = late.find(({ upTo }) => drawn < upTo);
    if (slow) {
      const lag =
        slow.days[0] * DAY + Math.floor(this.random.unit() * (slow.days[1] - slow.days[0]) * 24) * HOUR;
      if (at + lag < this.horizon) return lag + this.random.whole(0, 59) * MINUTE;
    }
    return this.random.whole(...prompt) * MINUTE;
  }

  private request({ facilityId, at, actor, commands, precision }: Saying): PathwayRequest {
    const { system } = FACILITIES[facilityId];
    return {
      patientId: this.life.patient.patientId,
      commandId: this.random.uuid(),
      occurredAt: isoInstant(at),
      ...(precision && { precision }),
      source: { system, facility: facilityId, messageId: this.messageId(system) },
      actor,
      commands,
    };
  }

  private messageId(system: string): string {
    this.messages += 1;
    return `${system}-${this.life.patient.recordNumber.slice(2)}-${this.messages}`;
  }
}
