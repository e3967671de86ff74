export { inSnapshot, inTransaction, openDatabase, type DatabaseOptions } from './database.ts';
export { openEmbeddedPostgres, type EmbeddedOptions, type EmbeddedPostgres } from './embedded/embedded.ts';
export { migrate, type Migration } from './migrate.ts';
export { pause, whileLeading, type Leading } from './leadership.ts';
export { LastingWork, type Work } from './lasting-work.ts';
export { LedWork, type LedWorkOptions } from './led-work.ts';
