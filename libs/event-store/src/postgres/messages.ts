import { BinaryWriter } from './binary.ts';

/** The types' object ids, which are the same in every PostgreSQL. */
export const OID = { int: 23, text: 25, json: 114, uuid: 2950 };

const letter = (code: string): Buffer => Buffer.from(code, 'latin1');
const PARSE = letter('P');
const BIND = letter('B');
const COPY_DATA = letter('d');
const EXECUTE = Buffer.from('E\0\0\0\x09\0\0\0\0\0', 'latin1');
const COPY_DONE = Buffer.from('c\0\0\0\x04', 'latin1');
const COPY_SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const COPY_TRAILER = Buffer.from([0xff, 0xff]);
const SYNC = Buffer.from('S\0\0\0\x04', 'latin1');
const [TEXT, BINARY] = [0, 1];

/**
 * Writes messages of PostgreSQL's extended query protocol one behind the other: parameters in binary, results as text.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class MessageWriter extends BinaryWriter {
  parse(name: string, text: string): this {
    return this.bytes(PARSE).counted(() => this.cString(name).cString(text).int16(0), true);
  }

  /** Executes a prepared statement. `parameters` writes so many, each with its length. */
  execute(name: string, count = 0, parameters: () => void = () => undefined): this {
    this.bytes(BIND).counted(() => {
      this.cString('').cString(name);
      this.int16(1).int16(BINARY).int16(count);
      parameters();
      this.int16(TEXT);
    }, true);
    return this.bytes(EXECUTE);
  }

  array(oid: number, length: number, write: () => void): void {
    this.counted(() => {
      this.int32(1).int32(0).int32(oid).int32(length).int32(1);
      write();
    });
  }

  copyBegins(): this {
    return this.copyData(() => this.bytes(COPY_SIGNATURE));
  }

  copyData(write: () => void): this {
    return this.bytes(COPY_DATA).counted(write, true);
  }

  copyEnds(): this {
    return this.copyData(() => this.bytes(COPY_TRAILER)).bytes(COPY_DONE);
  }

  sync(): this {
    return this.bytes(SYNC);
  }

  private cString(value: string): this {
    return this.bytes(Buffer.from(`${value}\0`));
  }
}
