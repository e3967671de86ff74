export * from './event.ts';
export * from './canonical-json.ts';
export * from './decider.ts';
export * from './event-store.ts';
export { checkAppend, meets, recogniseEarlierAppend } from './append-rules.ts';
export * from './handle.ts';
export { MemoryEventStore } from './memory-event-store.ts';
export * from './projection.ts';
export * from './subscribe.ts';
