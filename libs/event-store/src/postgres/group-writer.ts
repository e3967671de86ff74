import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { intArray, jsonArray, textArray, uuidArray } from './binary.ts';
import { copyEvents } from './copy-events.ts';
import { resultsOf, type AppendResult, type Judgement } from './judgement.ts';
import { LARGE_APPEND, type WaitingAppend } from './waiting-append.ts';

type Group = readonly WaitingAppend[];

/** From here on COPY is better than the arguments of a function. */
const COPY_FROM_EVENTS = LARGE_APPEND;
const COPY_FROM_BYTES = 1_000_000;

/**
 * For as long as a group is being written nobody else can append, so a process that stalls in the middle is cut off.
 * What `synchronous_commit` says is only changed where it would acknowledge what can still be lost.
 */
const SESSION = `
  SET statement_timeout = '60s';
  SET idle_in_transaction_session_timeout = '10s';
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';`;

/** Writes groups of appends, each group in one transaction, on a connection of its own. */
export class GroupWriter {
  private readonly pool: Pool;
  private connection: PoolClient | undefined;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  // Looking up ids takes time, and nearly always they are new: then the table's own check is enough.
  /** The results in the order of the group. Of an append whose result is an error nothing is known. */
  async write(group: Group): Promise<readonly (AppendResult | Error)[]> {
    try {
      return await this.writeTogether(group, { checkIds: false });
    } catch (error) {
      if (!isAboutItsContent(error)) return group.map(() => error as Error);
    }
    // The transaction is undone. One by one, and with a closer look, only the append that is to blame fails.
    const results: (AppendResult | Error)[] = [];
    for (const append of group)
      results.push(
        ...(await this.writeTogether([append], { checkIds: true }).catch((error) => [error as Error])),
      );
    return results;
  }

  close(): void {
    this.connection?.release(true);
    this.connection = undefined;
  }

  private async writeTogether(group: Group, { checkIds }: { checkIds: boolean }): Promise<AppendResult[]> {
    const events = group.reduce((sum, append) => sum + append.events.length, 0);
    const bytes = group.reduce((sum, append) => sum + append.bytes, 0);
    const many = events >= COPY_FROM_EVENTS || bytes >= COPY_FROM_BYTES;
    try {
      this.connection ??= await this.connect();
      return many
        ? resultsOf(group, await writeByCopy(this.connection, group, checkIds), checkIds)
        : resultsOf(group, await writeByCall(this.connection, group, checkIds), checkIds);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  private async connect(): Promise<PoolClient> {
    const connection = await this.pool.connect();
    await connection.query(SESSION).catch((error) => {
      connection.release(true);
      throw error;
    });
    return connection;
  }
}

const writeByCall = async (connection: PoolClient, group: Group, checkIds: boolean): Promise<Judgement> => {
  const events = group.flatMap((append) => append.events);
  const json = group.flatMap((append) => append.events.map((_, n) => append.json(n)));
  const { rows } = await connection.query<Judgement>({
    name: 'log.append',
    text: 'SELECT * FROM log.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    values: [
      ...streamArguments(group),
      ownersOf(group),
      intArray(group.flatMap(({ events }) => events.map((_, n) => n + 1))),
      idsOf(group),
      textArray(events.map(({ type }) => type)),
      intArray(events.map(({ schemaVersion }) => schemaVersion)),
      jsonArray(json.map(({ data }) => data)),
      jsonArray(json.map(({ metadata }) => metadata)),
      checkIds,
    ],
  });
  return rows[0]!;
};

const writeByCopy = async (connection: PoolClient, group: Group, checkIds: boolean): Promise<Judgement> => {
  await connection.query('BEGIN');
  const { rows } = await connection.query<Judgement>({
    name: 'log.judge',
    text: 'SELECT * FROM log.judge($1, $2, $3, $4)',
    values: [...streamArguments(group), idsOf(checkIds ? group : []), ownersOf(group)],
  });
  const judgement = rows[0]!;
  await copyEvents(connection, group, judgement);
  await connection.query('COMMIT');
  return judgement;
};

const streamArguments = (group: Group): Buffer[] => [
  textArray(group.map(({ streamId }) => streamId)),
  intArray(group.map(({ expected }) => expected)),
];

const ownersOf = (group: Group): Buffer =>
  intArray(group.flatMap(({ events }, n) => events.map(() => n + 1)));

const idsOf = (group: Group): Buffer => uuidArray(group.flatMap(({ events }) => events.map(({ id }) => id)));

/**
 * An event without a JSON text; or, by SQLSTATE, a value that cannot be stored, an id that is in the log or twice in the
 * group, a limit of the database.
 */
const isAboutItsContent = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof DatabaseError && /^(22|23|54)/.test(error.code ?? ''));
