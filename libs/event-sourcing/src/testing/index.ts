export { asFact, factsOfPast, given, type Past } from './given.ts';
export { eventStoreConformance, type StoreCapabilities } from './event-store-conformance.ts';
export { newFacts } from './conformance/facts.ts';
