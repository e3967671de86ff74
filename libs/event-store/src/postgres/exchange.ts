import type { Connection, Submittable } from 'pg';

type Stream = Connection['stream'];
type Row = readonly (string | null)[];

const SYNC = Buffer.from('S\0\0\0\x04', 'latin1');
const COPY_FAIL = Buffer.from('f\0\0\0\x05\0', 'latin1');

/**
 * Messages of PostgreSQL's extended query protocol, in pieces, the last of which ends with Sync, and what comes back:
 * the rows as text. The pieces belong to the exchange until everything has come back.
 */
export class Exchange implements Submittable {
  readonly rows: Promise<readonly Row[]>;
  private readonly pieces: Iterable<Buffer>;
  private readonly received: Row[] = [];
  private settle!: { resolve: (rows: readonly Row[]) => void; reject: (error: unknown) => void };
  private error: unknown;
  private goOn = (): void => undefined;

  constructor(pieces: Iterable<Buffer>) {
    this.pieces = pieces;
    this.rows = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
  }

  submit({ stream }: Connection): void {
    void this.send(stream);
  }

  private async send(stream: Stream): Promise<void> {
    try {
      for (const piece of this.pieces) {
        if (this.error) return void stream.write(SYNC);
        if (!stream.write(piece)) await this.drained(stream);
      }
    } catch (error) {
      // What the pieces' maker throws. The server is in the middle of a COPY.
      this.error = error;
      stream.write(Buffer.concat([COPY_FAIL, SYNC]));
    }
  }

  private drained(stream: Stream): Promise<void> {
    return new Promise((resolve) => {
      this.goOn = resolve;
      stream.once('drain', resolve);
    });
  }

  handleDataRow({ fields }: { fields: Row }): void {
    this.received.push(fields);
  }

  handleReadyForQuery(): void {
    this.settle.resolve(this.received);
  }

  handleError(error: Error): void {
    this.error ??= error;
    this.settle.reject(this.error);
    this.goOn();
  }

  handleCommandComplete(): void {}
  handleCopyInResponse(): void {}
}
