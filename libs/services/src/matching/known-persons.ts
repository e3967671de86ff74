import { foldAll, type EventStore, type Position } from '@stepwell/event-sourcing';
import {
  areAtOdds,
  memberMatch,
  pathwayFold,
  saidApart,
  survivorOf,
  wholePerson,
  type MemberMatch,
  type Pathway,
} from '@stepwell/pathway';
import { relatedHistories } from '@stepwell/read-models';

/** The ids of a person's records, the one that goes on first. */
export type PersonIds = readonly [string, ...string[]];

/** Records with all that were ever merged with them, as persons. */
export class KnownPersons {
  readonly records: ReadonlyMap<string, Pathway>;
  private readonly since: ReadonlyMap<string, Position>;

  private constructor(records: ReadonlyMap<string, Pathway>, since: ReadonlyMap<string, Position>) {
    this.records = records;
    this.since = since;
  }

  static async of(store: EventStore, patientIds: readonly string[]): Promise<KnownPersons> {
    const histories = await relatedHistories(store, patientIds, await store.head());
    return new KnownPersons(
      new Map([...histories].map(([id, history]) => [id, foldAll(pathwayFold, history)])),
      new Map([...histories].map(([id, history]) => [id, history[0]!.position])),
    );
  }

  has(patientId: string): boolean {
    return this.records.has(patientId);
  }

  /** Where in the log a record begins. */
  beginOf(patientId: string): Position {
    return this.since.get(patientId)!;
  }

  personOf(patientId: string): PersonIds {
    return this.withAbsorbed(survivorOf(patientId, this.records));
  }

  /** A record with those that were merged into it, by way of others than `without` only. */
  withAbsorbed(patientId: string, without?: string): PersonIds {
    const records = new Map([...this.records].filter(([id]) => id !== without));
    return [patientId, ...wholePerson(patientId, records).absorbed];
  }

  match(one: PersonIds, other: PersonIds): MemberMatch | undefined {
    return memberMatch(this.recordsOf(one), this.recordsOf(other));
  }

  saidApart(one: PersonIds, other: PersonIds): ReturnType<typeof saidApart> {
    return saidApart(one, other, this.records);
  }

  /** Whether a third one may be either of the two, and not both: a number and a birth date do not tell which. */
  areClaimed(one: PersonIds, other: PersonIds, thirds: readonly string[]): boolean {
    const others = thirds
      .filter((id) => this.has(id))
      .map((id) => this.personOf(id))
      .filter(([id]) => !one.includes(id) && !other.includes(id));
    return others.some(
      (third) =>
        (this.mayBe(third, one) && this.cannotBe(third, other)) ||
        (this.mayBe(third, other) && this.cannotBe(third, one)),
    );
  }

  private mayBe(one: PersonIds, other: PersonIds): boolean {
    return this.match(one, other)?.doubts.length === 0 && this.saidApart(one, other) !== 'told';
  }

  private cannotBe(one: PersonIds, other: PersonIds): boolean {
    return areAtOdds(this.recordsOf(one), this.recordsOf(other)) || this.saidApart(one, other) === 'told';
  }

  private recordsOf(ids: PersonIds): Pathway[] {
    return ids.map((id) => this.records.get(id)!);
  }
}
