import type { RecordedEvent } from '@stepwell/event-sourcing';

/** Of each event type: how many, and the sum of their ids modulo 2¹²⁸ in hexadecimal. */
export type TallyJson = Readonly<Record<string, readonly [events: number, ids: string]>>;

interface Counted {
  readonly events: number;
  readonly ids: bigint;
}

const NONE: Counted = { events: 0, ids: 0n };
const MODULUS = 1n << 128n;

/**
 * Which events were consumed, in whatever order: counts by type, and a running sum of the events' ids. Ids are as good
 * as random, so two tallies that are equal are, but for a chance of about 2⁻¹²⁸, tallies of the same events.
 */
export class Tally {
  private readonly types: ReadonlyMap<string, Counted>;

  private constructor(types: ReadonlyMap<string, Counted>) {
    this.types = types;
  }

  static of(events: Iterable<Pick<RecordedEvent, 'id' | 'type'>>): Tally {
    const types = new Map<string, Counted>();
    for (const { id, type } of events) {
      const { events: count, ids } = types.get(type) ?? NONE;
      types.set(type, { events: count + 1, ids: ids + BigInt(`0x${id.replaceAll('-', '')}`) });
    }
    return new Tally(types);
  }

  static fromJson(json: TallyJson): Tally {
    return new Tally(
      new Map(
        Object.entries(json).map(([type, [events, ids]]) => [type, { events, ids: BigInt(`0x${ids}`) }]),
      ),
    );
  }

  plus(other: Tally): Tally {
    return this.combined(other, 1);
  }

  minus(other: Tally): Tally {
    return this.combined(other, -1);
  }

  get events(): number {
    return this.types.values().reduce((sum, { events }) => sum + events, 0);
  }

  get isEmpty(): boolean {
    return Object.keys(this.toJSON()).length === 0;
  }

  /** The types whose counts or ids are not those of the other tally. */
  differingTypes(other: Tally): string[] {
    const [own, others] = [this.toJSON(), other.toJSON()];
    return [...new Set([...Object.keys(own), ...Object.keys(others)])].filter(
      (type) => String(own[type]) !== String(others[type]),
    );
  }

  eventsOf(type: string): number {
    return this.types.get(type)?.events ?? 0;
  }

  toJSON(): TallyJson {
    const counted = [...this.types].filter(([, { events, ids }]) => events !== 0 || ids % MODULUS !== 0n);
    return Object.fromEntries(
      counted.map(([type, { events, ids }]) => [
        type,
        [events, (((ids % MODULUS) + MODULUS) % MODULUS).toString(16)] as const,
      ]),
    );
  }

  private combined(other: Tally, sign: 1 | -1): Tally {
    const types = new Map(this.types);
    for (const [type, { events, ids }] of other.types) {
      const own = types.get(type) ?? NONE;
      types.set(type, { events: own.events + sign * events, ids: own.ids + BigInt(sign) * ids });
    }
    return new Tally(types);
  }
}
