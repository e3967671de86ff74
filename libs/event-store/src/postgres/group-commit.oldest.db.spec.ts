import { onOldestPostgres } from '@stepwell/postgres/testing';

await onOldestPostgres(() => import('./group-commit.db.spec.ts'));
