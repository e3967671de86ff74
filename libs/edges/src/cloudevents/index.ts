export * from './binary-mode.ts';
export * from './cloudevent-to-request.ts';
export { COMMANDS, commandSchema, type CommandName } from './command-schema.ts';
export type { CommandData } from './command-data.ts';
export { COMMAND_EXAMPLES } from './command-examples.ts';
export * from './event-to-cloudevent.ts';
