export * from './refusal.ts';
export * from './split-messages.ts';
export * from './character-set.ts';
export { normalised, parseMessage } from './parse-message.ts';
export * from './site-map.ts';
export * from './parse-site-map.ts';
export * from './adt-to-request.ts';
export * from './ack.ts';
export * from './message-header.ts';
