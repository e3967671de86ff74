import { eventStoreConformance } from '@stepwell/event-sourcing/testing';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { PostgresEventStore } from './postgres-event-store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

eventStoreConformance('PostgresEventStore', () => PostgresEventStore.open({ url: database.url }));
