export * from './story.ts';
export { anyCommand, anyCommands, anyFacts, shuffled } from './arbitraries.ts';
