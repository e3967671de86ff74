import { canonicalJson } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { openDatabase } from '@stepwell/postgres';
import { attendances } from '../facts.ts';

/** Where this baseline was fastest: more connections only wait for each other. */
const CONNECTIONS = { head: 8, sequence: 32 };

const POSITION = {
  head: 'UPDATE log.head SET position = position + 1 RETURNING position INTO next;',
  // What most stores do. Its positions have gaps and become visible out of order.
  sequence: `next := nextval('log.positions');`,
};

/**
 * The straightforward store: the same tables, checks, order and durability, and one call to the server for each append,
 * which is a transaction of its own.
 */
export const oneTransactionEach = async (url: string, from: 'head' | 'sequence') => {
  await (await PostgresEventStore.open({ url })).close();
  const settings = { enable_seqscan: 'off', plan_cache_mode: 'force_generic_plan' };
  const pool = await openDatabase(url, { connections: CONNECTIONS[from], settings });
  await pool.query(`
    CREATE SEQUENCE log.positions;
    CREATE FUNCTION log.append_one(
      stream text, expected int, new_id uuid, type text, schema_version int, data json, metadata json
    ) RETURNS boolean LANGUAGE plpgsql AS $$
    DECLARE
      next bigint;
      actual int;
    BEGIN
      ${POSITION[from]}
      IF EXISTS (SELECT FROM log.events e WHERE e.id = new_id) THEN RAISE 'known'; END IF;
      SELECT e.revision INTO actual FROM log.events e WHERE e.stream_id = stream ORDER BY e.revision DESC LIMIT 1;
      IF coalesce(actual, -1) <> expected THEN RAISE 'wrong revision'; END IF;
      INSERT INTO log.events VALUES (next, stream, expected + 1, new_id, type, schema_version, data, metadata);
      RETURN true;
    END $$;`);
  return {
    append: async (streamId: string, expected: number): Promise<void> => {
      const [fact] = attendances(1);
      const { id, type, schemaVersion, data, metadata } = fact!;
      const text = 'SELECT log.append_one($1, $2, $3, $4, $5, $6, $7)';
      const json = [canonicalJson(data), canonicalJson(metadata)];
      await pool.query({
        name: 'append',
        text,
        values: [streamId, expected, id, type, schemaVersion, ...json],
      });
    },
    close: () => pool.end(),
  };
};
