export { KafkaFault } from './fault.ts';
export { eventToMessage, type KafkaMessage } from './event-to-message.ts';
export * from './settings.ts';
export { KafkaWriter } from './writer.ts';
export { readTopic, type Reading } from './read-topic.ts';
export { keptRecord, recordToEvent, type KafkaRecord } from './record-to-event.ts';
