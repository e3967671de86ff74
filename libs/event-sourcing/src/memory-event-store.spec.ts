import { MemoryEventStore } from './memory-event-store.ts';
import { eventStoreConformance } from './testing/event-store-conformance.ts';

eventStoreConformance('MemoryEventStore', async () => new MemoryEventStore());
