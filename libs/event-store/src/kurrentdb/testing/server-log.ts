/** A record as the server keeps it. Contents are bytes that it does not look into. */
export interface LogRecord {
  readonly streamId: string;
  readonly revision: number;
  /** The byte at which the record begins in the server's files: commit and prepare position are the same. */
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly created: number;
}

export type Proposal = Pick<LogRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

export type Expected = bigint | 'any' | 'no-stream' | 'stream-exists';

export type Written =
  | { readonly outcome: 'success'; readonly revision: number; readonly position: bigint }
  | { readonly outcome: 'wrong-expected-version'; readonly current: number }
  | { readonly outcome: 'stream-deleted' };

const RECORD_OVERHEAD = 93;
const EPOCH = '$epoch-information';

/**
 * What KurrentDB's storage does, in memory, after the server's own code (`IndexWriter.CheckCommit`): versions, its
 * idempotency by ids alone, places that are offsets in bytes, and events of its own among everybody's.
 */
export class ServerLog {
  readonly records: LogRecord[] = [];
  private readonly streams = new Map<string, LogRecord[]>();
  private readonly committed = new Map<string, LogRecord>();
  private readonly deleted = new Set<string>();
  private readonly truncated = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private end = 0n;
  private writes = 0;

  constructor() {
    this.system(EPOCH, '$epoch-information');
  }

  stream(streamId: string): readonly LogRecord[] {
    return this.streams.get(streamId) ?? [];
  }

  isDeleted(streamId: string): boolean {
    return this.deleted.has(streamId);
  }

  write(streamId: string, expected: Expected, proposals: readonly Proposal[]): Written {
    if (this.deleted.has(streamId)) return { outcome: 'stream-deleted' };
    const current = this.stream(streamId).length - 1;
    const earlier = this.check(streamId, expected, proposals, current);
    if (earlier) return earlier;
    for (const proposal of proposals) this.add(streamId, proposal);
    this.makeNoise(streamId);
    for (const told of [...this.listeners]) told();
    const last = this.stream(streamId).at(-1)!;
    return { outcome: 'success', revision: last.revision, position: last.position };
  }

  /** Deletes a stream for good. */
  tombstone(streamId: string): void {
    this.system(streamId, '$streamDeleted');
    this.deleted.add(streamId);
  }

  /** Deletes a stream so that it reads as if it were not there, and goes on where it was when it is written again. */
  softDelete(streamId: string): void {
    this.truncated.set(streamId, this.stream(streamId).length);
  }

  /** The records of a stream that can be read. */
  readable(streamId: string): readonly LogRecord[] {
    return this.stream(streamId).slice(this.truncated.get(streamId) ?? 0);
  }

  /** Calls back after every write. */
  onWritten(told: () => void): () => void {
    this.listeners.add(told);
    return () => this.listeners.delete(told);
  }

  /** The index of the first record at or after a position; undefined when that lies within a record. */
  indexAt(position: bigint): number | undefined {
    if (position >= this.end) return this.records.length;
    let [low, high] = [0, this.records.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.records[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return this.records[low]?.position === position ? low : undefined;
  }

  private check(
    streamId: string,
    expected: Expected,
    proposals: readonly Proposal[],
    current: number,
  ): Written | undefined {
    const wrong: Written = { outcome: 'wrong-expected-version', current };
    if (expected === 'stream-exists' && current < 0) return wrong;
    const places = proposals.map(({ id }) => {
      const record = this.committed.get(id);
      return record?.streamId === streamId ? record : undefined;
    });
    if (expected === 'any' || expected === 'stream-exists') {
      if (!places[0]) return undefined;
      return places.includes(undefined) ? wrong : success(places.at(-1)!);
    }
    const version = expected === 'no-stream' ? -1 : Number(expected);
    if (version > current) return wrong;
    if (version === current) return undefined;
    if (expected === 'no-stream' && this.readable(streamId).length === 0) return undefined;
    const stream = this.stream(streamId);
    const same = proposals.every(({ id }, n) => stream[version + 1 + n]?.id === id);
    return same ? success(stream[version + proposals.length]!) : wrong;
  }

  /** A server that is in use writes statistics, settings of streams, and links of its projections. */
  private makeNoise(streamId: string): void {
    this.writes += 1;
    if (this.writes % 5 === 0) this.system('$stats-127.0.0.1:2113', '$statsCollected');
    if (this.writes % 7 === 0) this.system(`$$${streamId}`, '$metadata');
    if (this.writes % 3 === 0) this.system(`$ce-${streamId.split('-')[0]}`, '$>');
  }

  private system(streamId: string, type: string): void {
    const data = Buffer.from('{}');
    this.add(streamId, {
      ...{ id: crypto.randomUUID(), type, contentType: 'application/json' },
      ...{ data, metadata: data },
    });
  }

  private add(streamId: string, proposal: Proposal): void {
    const stream = this.streams.get(streamId) ?? [];
    const record = {
      ...proposal,
      streamId,
      revision: stream.length,
      position: this.end,
      created: Date.now(),
    };
    const { data, metadata, type } = proposal;
    const size = RECORD_OVERHEAD + data.length + metadata.length + type.length + streamId.length;
    this.end += BigInt(size);
    stream.push(record);
    this.streams.set(streamId, stream);
    this.records.push(record);
    this.committed.set(proposal.id, record);
  }
}

const success = ({ revision, position }: LogRecord): Written => ({ outcome: 'success', revision, position });

/** The server keeps these of its own events out of $all, whatever is asked for. */
export const isHidden = ({ streamId }: LogRecord): boolean => streamId === EPOCH;
