import { Inject, Injectable } from '@nestjs/common';
import {
  foldAll,
  parseStreamName,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import {
  concernedBy,
  everMergedWith,
  pathwayFold,
  program,
  survivorOf,
  wholePerson,
  type Concerned,
  type Pathway,
  type PathwayFact,
} from '@stepwell/pathway';
import { relatedHistories } from '@stepwell/read-models';
import { STORE } from '../tokens.ts';

const NOBODY: Concerned = { facilities: new Set(), payers: new Set() };

/** Tells whom events concern, by all that is recorded of their patients when it is first asked. */
@Injectable()
export class Whom {
  private readonly store: EventStore;
  private readonly known = new WeakMap<RecordedEvent, Concerned>();

  constructor(@Inject(STORE) store: EventStore) {
    this.store = store;
  }

  async of(events: readonly RecordedEvent[]): Promise<ReadonlyMap<RecordedEvent, Concerned>> {
    const unknown = events.filter((event) => !this.known.has(event));
    const byStream = Map.groupBy(unknown, ({ streamId }) => streamId);
    if (byStream.size > 0) {
      const head = await this.store.head();
      const histories = await this.store.readStreams([...byStream.keys()], head);
      const persons = await this.personsOf(histories, head);
      for (const [streamId, own] of byStream) {
        const concerned = whomOf(streamId, histories.get(streamId) ?? own, persons.get(streamId));
        for (const event of own) this.known.set(event, concerned(event));
      }
    }
    return new Map(events.map((event) => [event, this.known.get(event)!]));
  }

  /** Of records that are one of several, all that is known of the person. */
  private async personsOf(
    streams: ReadonlyMap<string, readonly RecordedEvent[]>,
    upTo: Position,
  ): Promise<ReadonlyMap<string, Pathway>> {
    const merged = [...streams].filter(([, events]) => everMergedWith(events).length > 0);
    const keys = merged.map(([streamId]) => parseStreamName(streamId).key);
    const related = keys.length === 0 ? [] : await relatedHistories(this.store, keys, upTo);
    const records = new Map([...related].map(([id, events]) => [id, foldAll(pathwayFold, events)]));
    const personOf = (id: string) => wholePerson(survivorOf(id, records), records).pathway;
    return new Map(merged.map(([streamId], n) => [streamId, personOf(keys[n]!)]));
  }
}

const whomOf = (
  streamId: string,
  history: readonly RecordedEvent[],
  person: Pathway | undefined,
): ((event: RecordedEvent) => Concerned) => {
  switch (parseStreamName(streamId).category) {
    case pathwayFold.category: {
      const pathway = foldAll(pathwayFold, history);
      const facts = new Map(pathway.facts.map((fact) => [fact.id, fact]));
      return ({ id }) => {
        const fact = facts.get(id) as PathwayFact;
        const own = concernedBy(pathway, fact);
        return person ? both(own, concernedBy(person, fact)) : own;
      };
    }
    case program.category: {
      const { definition } = foldAll(program, history);
      const facilities = new Set(definition ? [definition.facilityId] : []);
      return () => ({ facilities, payers: new Set() });
    }
    default:
      return () => NOBODY;
  }
};

const both = (a: Concerned, b: Concerned): Concerned => ({
  facilities: a.facilities.union(b.facilities),
  payers: a.payers.union(b.payers),
});
