import { migrate } from '@stepwell/postgres';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import type { Pool } from 'pg';
import { readModelMigrations } from '../projector/checkpoint.ts';
import { readModels } from '../read-models.ts';
import { tableOf } from '../table.ts';

export type ReadModelDatabase = TestDatabase;

/** A database with the projector's own tables and no read model yet. */
export const readModelDatabase = async (): Promise<ReadModelDatabase> => {
  const database = await testDatabase();
  await migrate(database.pool, 'read-models', readModelMigrations);
  return database;
};

/** Every row of every read model, in no order that a writer could have chosen. */
export const tablesOf = async (pool: Pool): Promise<Record<string, readonly object[]>> => {
  const tables: Record<string, readonly object[]> = {};
  for (const model of readModels) {
    const { rows } = await pool.query<object>(
      `SELECT * FROM ${tableOf(model)} ORDER BY ${model.key.join(', ')}`,
    );
    tables[model.name] = rows;
  }
  return tables;
};

/** Empties the read models, as if nothing had ever been projected; their versions stay. */
export const forgetTables = async (pool: Pool): Promise<void> => {
  await pool.query(`TRUNCATE ${readModels.map((model) => tableOf(model)).join(', ')}`);
  await pool.query(`UPDATE read.models SET consumed = '{}'; UPDATE read.checkpoint SET position = 0`);
};
