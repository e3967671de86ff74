import { Inject, Injectable } from '@nestjs/common';
import { foldAll, parseStreamName, type EventStore, type RecordedEvent } from '@stepwell/event-sourcing';
import { concernedBy, pathwayFold, program, type Concerned, type PathwayFact } from '@stepwell/pathway';
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
      const histories = await this.store.readStreams([...byStream.keys()], await this.store.head());
      for (const [streamId, own] of byStream) this.learn(streamId, histories.get(streamId) ?? own, own);
    }
    return new Map(events.map((event) => [event, this.known.get(event)!]));
  }

  private learn(streamId: string, history: readonly RecordedEvent[], events: readonly RecordedEvent[]): void {
    const concerned = whomOf(streamId, history);
    for (const event of events) this.known.set(event, concerned(event));
  }
}

const whomOf = (
  streamId: string,
  history: readonly RecordedEvent[],
): ((event: RecordedEvent) => Concerned) => {
  switch (parseStreamName(streamId).category) {
    case pathwayFold.category: {
      const pathway = foldAll(pathwayFold, history);
      const facts = new Map(pathway.facts.map((fact) => [fact.id, fact]));
      return ({ id }) => concernedBy(pathway, facts.get(id) as PathwayFact);
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
