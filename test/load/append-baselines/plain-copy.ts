import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { canonicalJson, type Fact } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { inTransaction, openDatabase } from '@stepwell/postgres';

const CHUNK_ROWS = 500;

/** COPY into the same table with the same indexes: nothing is checked, and one transaction takes everything. */
export const plainCopy = async (url: string) => {
  await (await PostgresEventStore.open({ url })).close();
  const pool = await openDatabase(url);
  let position = 0;
  const rowsOf = (facts: readonly Fact[]): string[] => {
    const streamId = `pathway-${crypto.randomUUID()}`;
    return facts.map(({ id, type, schemaVersion, data, metadata }, revision) => {
      const json = [canonicalJson(data), canonicalJson(metadata)].map((text) =>
        text.replaceAll('\\', '\\\\'),
      );
      return `${[++position, streamId, revision, id, type, schemaVersion, ...json].join('\t')}\n`;
    });
  };
  return {
    /** Events per second. */
    write: async (appends: readonly (readonly Fact[])[]): Promise<number> => {
      const rows = appends.flatMap(rowsOf);
      const chunks = Array.from({ length: Math.ceil(rows.length / CHUNK_ROWS) }, (_, n) =>
        Buffer.from(rows.slice(n * CHUNK_ROWS, (n + 1) * CHUNK_ROWS).join('')),
      );
      const began = performance.now();
      await inTransaction(pool, (client) =>
        pipeline(Readable.from(chunks), client.query(copyFrom('COPY log.events FROM STDIN'))),
      );
      return (rows.length * 1_000) / (performance.now() - began);
    },
    close: () => pool.end(),
  };
};
