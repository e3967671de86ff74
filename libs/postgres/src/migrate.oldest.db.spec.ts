import { onOldestPostgres } from './testing/index.ts';

await onOldestPostgres(() => import('./migrate.db.spec.ts'));
