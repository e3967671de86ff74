import { UUID_BYTES, writeUuid } from '@stepwell/event-sourcing';

/** Values in PostgreSQL's binary format: what it reads fastest, and nothing needs escaping. */
export class BinaryWriter {
  private buffer: Buffer;
  private length = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  /** What was written since the last `clear`. It is good until then. */
  written(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  clear(): this {
    this.length = 0;
    return this;
  }

  get size(): number {
    return this.length;
  }

  /** Without a length. */
  bytes(value: Uint8Array): this {
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
    return this;
  }

  /** Without a length: part of a header. */
  int16(value: number): this {
    this.reserve(2);
    this.length = this.buffer.writeInt16BE(value, this.length);
    return this;
  }

  /** Without a length: part of a header. */
  int32(value: number): this {
    this.reserve(4);
    this.length = this.buffer.writeInt32BE(value, this.length);
    return this;
  }

  int(value: number): void {
    this.int32(4).int32(value);
  }

  bigint(value: bigint): void {
    this.int32(8).reserve(8);
    this.length = this.buffer.writeBigInt64BE(value, this.length);
  }

  uuid(value: string): void {
    this.int32(UUID_BYTES).reserve(UUID_BYTES);
    writeUuid(value, this.buffer, this.length);
    this.length += UUID_BYTES;
  }

  text(value: string): void {
    // A UTF-16 unit takes at most three bytes, so there is room before the true length is known.
    this.reserve(4 + value.length * 3);
    const bytes = this.buffer.write(value, this.length + 4, 'utf8');
    this.length = this.buffer.writeInt32BE(bytes, this.length) + bytes;
  }

  /** What `write` writes, after the length of it. `andItself`: the length counts its own four bytes. */
  counted(write: () => void, andItself = false): this {
    const start = this.length;
    this.int32(0);
    write();
    this.buffer.writeInt32BE(this.length - start - (andItself ? 0 : 4), start);
    return this;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}
