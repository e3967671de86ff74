/** Values in PostgreSQL's binary format: what it reads fastest, and nothing needs escaping. */
export class BinaryWriter {
  private buffer: Buffer;
  private length = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  /** What was written since the last call. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.length);
    this.buffer = Buffer.allocUnsafe(this.buffer.length);
    this.length = 0;
    return taken;
  }

  get size(): number {
    return this.length;
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
    this.int32(16).reserve(16);
    this.length += this.buffer.write(value.replaceAll('-', ''), this.length, 'hex');
  }

  text(value: string): void {
    // A UTF-16 unit takes at most three bytes, so there is room before the true length is known.
    this.reserve(4 + value.length * 3);
    const bytes = this.buffer.write(value, this.length + 4, 'utf8');
    this.length = this.buffer.writeInt32BE(bytes, this.length) + bytes;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

/** The types' object ids, which are the same in every PostgreSQL. */
const OID = { int: 23, text: 25, json: 114, uuid: 2950 };

export const intArray = (values: readonly number[]): Buffer =>
  array(OID.int, values, 8, (to, value) => to.int(value));

export const uuidArray = (values: readonly string[]): Buffer =>
  array(OID.uuid, values, 20, (to, value) => to.uuid(value));

export const textArray = (values: readonly string[]): Buffer =>
  array(OID.text, values, 64, (to, value) => to.text(value));

export const jsonArray = (values: readonly string[]): Buffer =>
  array(OID.json, values, 512, (to, value) => to.text(value));

const array = <T>(
  oid: number,
  values: readonly T[],
  sizeOfOne: number,
  write: (to: BinaryWriter, value: T) => void,
): Buffer => {
  const to = new BinaryWriter(20 + values.length * sizeOfOne);
  to.int32(values.length > 0 ? 1 : 0)
    .int32(0)
    .int32(oid);
  if (values.length > 0) to.int32(values.length).int32(1);
  for (const value of values) write(to, value);
  return to.take();
};
