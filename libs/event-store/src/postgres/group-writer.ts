import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { appendsOf, PREPARE_APPEND_CALL, writeAppendCall } from './append-call.ts';
import { writeCopy } from './copy-events.ts';
import { Exchange } from './exchange.ts';
import { resultsOf, resultsOfAll, type AppendResult, type Judgement } from './judgement.ts';
import { MessageWriter } from './messages.ts';
import { LARGE_APPEND, type WaitingAppend } from './waiting-append.ts';

type Group = readonly WaitingAppend[];
type Results = readonly (AppendResult | Error)[];

/** From here on COPY is better than the arguments of a function. */
const COPY_FROM_EVENTS = LARGE_APPEND;
const COPY_FROM_BYTES = 1_000_000;

const MESSAGE_BYTES = 128_000;
const MOST_KNOWN = 10_000;

/**
 * For as long as a group is being written nobody else can append, so a process that stalls between two statements is
 * cut off, and so is a machine that is gone. Few events arrive whole before the head is taken.
 * What `synchronous_commit` says is only changed where it would acknowledge what can still be lost.
 */
const SESSION = `
  SET statement_timeout = '60s';
  SET idle_in_transaction_session_timeout = '10s';
  SET tcp_keepalives_idle = 5;
  SET tcp_keepalives_interval = 2;
  SET tcp_keepalives_count = 3;
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
  ${PREPARE_APPEND_CALL}`;

interface Session {
  readonly connection: PoolClient;
  /** Of messages that are on their way. There is room for the next ones when everything has come back. */
  readonly messages: MessageWriter;
  /**
   * Revisions that this session gave to streams, which need not be looked up to append to them. It ends with the session,
   * because the next one may be with a server that has lost something.
   */
  readonly known: Map<string, number>;
}

type Way = (session: Session, group: Group) => Promise<Results>;

/** Writes groups of appends, each group in one transaction, on a connection of its own. */
export class GroupWriter {
  private readonly pool: Pool;
  private readonly patienceMs: number;
  private session: Session | undefined;

  /** `patienceMs`: how long a group may take before its connection counts as lost. */
  constructor(pool: Pool, patienceMs: number) {
    this.pool = pool;
    this.patienceMs = patienceMs;
  }

  /**
   * The results in the order of the group. Of an append whose result is an error nothing is known. It never rejects.
   *
   * Judging takes time, and nearly always everything fits and every id is new. So to begin with the table's own checks
   * must do; what they refuse is undone, and each append is judged; and if that is refused too, then one by one, so that
   * only the append that is to blame fails.
   */
  async write(group: Group): Promise<Results> {
    const many = isMany(group);
    try {
      return await this.attempt(many ? copyUnlessKnown : callForAll, group);
    } catch (error) {
      if (!isAboutItsContent(error)) return failed(group, error);
    }
    const judging = many ? copyJudged : callJudged;
    try {
      return await this.attempt(judging, group);
    } catch (error) {
      if (!isAboutItsContent(error) || group.length === 1) return failed(group, error);
    }
    const results: (AppendResult | Error)[] = [];
    for (const append of group) {
      const alone = this.attempt(isMany([append]) ? copyJudged : callJudged, [append]);
      results.push(...(await alone.catch((error) => failed([append], error))));
    }
    return results;
  }

  close(): void {
    this.session?.connection.release(true);
    this.session = undefined;
  }

  private async attempt(way: Way, group: Group): Promise<Results> {
    try {
      this.session ??= await this.open();
      return await this.patiently(this.session.connection, way(this.session, group));
    } catch (error) {
      if (!isAboutItsContent(error)) this.close();
      throw error;
    }
  }

  private async open(): Promise<Session> {
    const connection = await this.pool.connect();
    try {
      await this.patiently(connection, connection.query(SESSION));
    } catch (error) {
      connection.release(true);
      throw error;
    }
    return { connection, messages: new MessageWriter(MESSAGE_BYTES), known: new Map() };
  }

  /** A server whose machine is gone says nothing, and the system would wait for a quarter of an hour or more. */
  private async patiently<T>(connection: PoolClient, work: Promise<T>): Promise<T> {
    const silence = setTimeout(() => void connection.end(), this.patienceMs);
    try {
      return await work;
    } finally {
      clearTimeout(silence);
    }
  }
}

const isMany = (group: Group): boolean =>
  group.reduce((sum, { events }) => sum + events.length, 0) >= COPY_FROM_EVENTS ||
  group.reduce((sum, { bytes }) => sum + bytes, 0) >= COPY_FROM_BYTES;

const failed = (group: Group, error: unknown): Error[] => group.map(() => error as Error);

const callForAll: Way = async ({ connection, messages, known }, group) => {
  const call = writeAppendCall(messages.clear(), group, known);
  const [row] = await connection.query(new Exchange([call])).rows;
  const results = resultsOfAll(group, appendsOf(row!));
  if (known.size > MOST_KNOWN) known.clear();
  for (const [n, { revision }] of results.entries()) known.set(group[n]!.streamId, revision);
  return results;
};

const callJudged: Way = async ({ connection }, group) => {
  const events = group.flatMap((append) => append.events);
  const json = group.flatMap((append) => append.events.map((_, n) => append.json(n)));
  const { rows } = await connection.query<Judgement>({
    name: 'log.append',
    text: 'SELECT * FROM log.append($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: [
      ...streamArguments(group),
      ownersOf(group),
      group.flatMap(({ events }) => events.map((_, n) => n + 1)),
      idsOf(group),
      events.map(({ type }) => type),
      events.map(({ schemaVersion }) => schemaVersion),
      json.map(({ data }) => data),
      json.map(({ metadata }) => metadata),
    ],
  });
  return resultsOf(group, rows[0]!, true);
};

const copyUnlessKnown: Way = (session, group) => copy(session, group, false);
const copyJudged: Way = (session, group) => copy(session, group, true);

const copy = async ({ connection, messages }: Session, group: Group, checkIds: boolean): Promise<Results> => {
  await connection.query('BEGIN');
  try {
    const { rows } = await connection.query<Judgement>({
      name: 'log.judge',
      text: 'SELECT * FROM log.judge($1, $2, $3, $4)',
      values: [...streamArguments(group), idsOf(checkIds ? group : []), ownersOf(group)],
    });
    await connection.query(new Exchange(writeCopy(messages.clear(), group, rows[0]!))).rows;
    return resultsOf(group, rows[0]!, checkIds);
  } catch (error) {
    // It fails when the connection is lost, and then there is nothing to undo.
    await connection.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
};

const streamArguments = (group: Group): [string[], number[]] => [
  group.map(({ streamId }) => streamId),
  group.map(({ expected }) => expected),
];

const ownersOf = (group: Group): number[] => group.flatMap(({ events }, n) => events.map(() => n + 1));

const idsOf = (group: Group): string[] => group.flatMap(({ events }) => events.map(({ id }) => id));

/**
 * An event without a JSON text; or, by SQLSTATE, a value that cannot be stored, an id or a revision that is in the log
 * or in the group already, a limit of the database.
 */
const isAboutItsContent = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof DatabaseError && /^(22|23|54)/.test(error.code ?? ''));
