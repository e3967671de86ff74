import { onOldestPostgres } from '@stepwell/postgres/testing';

await onOldestPostgres(() => import('./postgres-event-store.db.spec.ts'));
