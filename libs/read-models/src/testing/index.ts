export { eventIdIn, tell, tellProgram } from './tell.ts';
export { forgetTables, readModelDatabase, tablesOf, type ReadModelDatabase } from './tables.ts';
