import { eventStoreConformance } from '@stepwell/event-sourcing/testing';
import { KurrentDbEventStore } from './kurrentdb-event-store.ts';
import { KurrentDbDouble } from './testing/kurrentdb-double.ts';

let double: KurrentDbDouble;
beforeAll(async () => {
  double = await KurrentDbDouble.start({ maxAppendSize: 16_000_000 });
});
afterAll(() => double.stop());

eventStoreConformance(
  'KurrentDbEventStore over gRPC on a double of the server',
  () => KurrentDbEventStore.open({ url: double.url }),
  { idsKnownIn: 'stream', opensTwice: true },
);
