export * from './event-to-cloudevent.ts';
