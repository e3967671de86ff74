export { onOldestPostgres, testDatabase, type TestDatabase } from './test-database.ts';
