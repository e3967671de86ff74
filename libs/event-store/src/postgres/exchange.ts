import type { Connection, Submittable } from 'pg';

type Stream = Connection['stream'];
type Row = readonly (string | null)[];

const SYNC = Buffer.from('S\0\0\0\x04', 'latin1');
const COPY_FAIL = Buffer.from('f\0\0\0\x05\0', 'latin1');

/**
 * Messages of PostgreSQL's extended query protocol, in pieces, and what comes back:
 * the rows as text. The last piece ends with Sync. A piece may be reused when the next one is asked for, and the last one
 * when everything has come back.
 */
export class Exchange implements Submittable {
  readonly rows: Promise<readonly Row[]>;
  private readonly pieces: Iterable<Buffer>;
  private readonly received: Row[] = [];
  private settle!: { resolve: (rows: readonly Row[]) => void; reject: (error: unknown) => void };
  private error: unknown;

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
        // Without a connection it is called too, and the error comes by another way.
        await new Promise((resolve) => stream.write(piece, resolve));
      }
    } catch (error) {
      // What the pieces' maker throws. The server is in the middle of a COPY and answers with an error; or nothing of
      // it was sent yet, and the server passes over this and is ready.
      this.error = error;
      stream.write(Buffer.concat([COPY_FAIL, SYNC]));
    }
  }

  handleDataRow({ fields }: { fields: Row }): void {
    this.received.push(fields);
  }

  handleReadyForQuery(): void {
    if (this.error) this.settle.reject(this.error);
    else this.settle.resolve(this.received);
  }

  handleError(error: Error): void {
    this.error ??= error;
    this.settle.reject(this.error);
  }

  handleCommandComplete(): void {}
  handleCopyInResponse(): void {}
}
