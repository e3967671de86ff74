export * from './binary-mode.ts';
export * from './cloudevent-to-request.ts';
export * from './data-schema.ts';
export { asyncApi } from './asyncapi.ts';
export type { CommandData } from './command-data.ts';
export { COMMAND_EXAMPLES } from './command-examples.ts';
export * from './event-to-cloudevent.ts';
