import type { EventStore } from '../event-store.ts';
/** The laws of every event store. */
export const eventStoreConformance = (name: string, open: () => Promise<EventStore>): void => {
  describe(`${name}: the laws of an event store`, () => {
    test('opens', async () => {
      const store = await open();
      await store.close();
    });
  });
};
