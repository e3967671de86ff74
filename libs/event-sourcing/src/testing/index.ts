export { asFact, factsOfPast, given, type Past } from './given.ts';
export { eventStoreConformance } from './event-store-conformance.ts';
