import type { EventStore } from '../event-store.ts';
import { lawsOfAppending } from './conformance/appending.ts';
import { lawsOfFollowing } from './conformance/following.ts';
import { lawsOfHistories } from './conformance/histories.ts';
import { lawsOfIdentity } from './conformance/identity.ts';
import { lawsOfReading } from './conformance/reading.ts';
import { lawsOfResuming } from './conformance/resuming.ts';

/** What one store does and another does not. */
export interface StoreCapabilities {
  /** Where an event id is recognised: anywhere in the log, or only in the stream that it was appended to. */
  readonly idsKnownIn?: 'log' | 'stream';
  /** Whether opening it again gives one more instance on the same log. */
  readonly opensTwice?: boolean;
}

/**
 * The laws of every event store. An adapter's test is one call, with a function that opens a store on a log that nobody
 * else appends to; it may hold events already.
 */
export const eventStoreConformance = (
  name: string,
  open: () => Promise<EventStore>,
  { idsKnownIn = 'log', opensTwice = false }: StoreCapabilities = {},
): void => {
  describe(`${name}: the laws of an event store`, () => {
    let store: EventStore;
    const another = opensTwice ? open : undefined;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    describe('appending', () => lawsOfAppending(() => store, another));
    describe('the same event twice', () => lawsOfIdentity(() => store, idsKnownIn));
    describe('reading', () => lawsOfReading(() => store));
    describe('following', () => lawsOfFollowing(() => store));
    describe('following again', () => lawsOfResuming(() => store, another));
    describe('any history', () => lawsOfHistories(() => store, idsKnownIn));
  });
};
