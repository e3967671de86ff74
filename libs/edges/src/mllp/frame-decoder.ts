/**
 * What a stream holds, in the order in which it came: frames, and what is none. Of the latter there is the head, enough to
 * read a message header from, and how many bytes were read of it.
 */
export type Framed =
  | { readonly kind: 'frame'; readonly bytes: Buffer }
  | {
      readonly kind: 'stray' | 'unfinished' | 'too-large' | 'endless';
      readonly head: Buffer;
      readonly size: number;
    };

const [VT, CR, FS, SPACE] = [0x0b, 0x0d, 0x1c, 0x20];
const NOTHING: Buffer = Buffer.alloc(0);
const HEAD_BYTES = 4_096;
/** A frame of so many times the size that is taken is given up: where the next one begins nobody knows. */
const ENDLESS = 4;

/** A frame as MLLP wants it (HL7 v2 transport specification, MLLP release 1): 0x0B, the content, 0x1C 0x0D. */
export const framed = (content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(VT), content, Buffer.of(FS, CR)]);

/**
 * Cuts a stream of bytes into frames of at most `mostBytes`, in whatever pieces it comes.
 *
 * - A frame ends with FS CR. FS before the next VT ends it too, as does FS where the stream ends: senders leave out the CR.
 *   FS before anything else is a byte of the content: what was cut short there would pass for a whole message.
 * - VT begins a frame, also within one: that one is `unfinished`, its sender began anew.
 * - What stands between frames is `stray`. Blanks and control characters there are passed over.
 * - What is `too-large` is told once, when it is, and passed over to its end. Does that not come, the stream is `endless`:
 *   nothing is read from it any more.
 */
export class FrameDecoder {
  private readonly mostBytes: number;
  private isOpen = false;
  private isTold = false;
  private isLost = false;
  private holdsFs = false;
  private size = 0;
  private kept: Buffer = NOTHING;
  private found: Framed[] = [];
  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  /** Takes the next bytes of the stream, which must not be written to afterwards. */
  push(chunk: Uint8Array): Framed[] {
    const given = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const bytes = this.holdsFs && given.length > 0 ? Buffer.concat([Buffer.of(FS), given]) : given;
    if (given.length > 0) this.holdsFs = false;
    const [vt, fs] = [finder(bytes, VT), finder(bytes, FS)];
    for (let at = 0; at < bytes.length && !this.isLost;)
      at = this.readOn(bytes, at, Math.min(vt(at), fs(at)));
    return this.takeFound();
  }

  /** Nothing more comes. */
  end(): Framed[] {
    if (!this.isLost && this.holdsFs) this.complete(NOTHING);
    else if (!this.isLost) this.breakOff(NOTHING);
    this.begin(false);
    this.holdsFs = false;
    return this.takeFound();
  }

  /** Whether a frame has begun and not ended yet. */
  get isWithin(): boolean {
    return this.isOpen || this.size > 0;
  }

  /** Reads up to the next VT or FS and over it; gives the place after that. */
  private readOn(bytes: Buffer, from: number, stop: number): number {
    let at = from;
    if (!this.isWithin) while (at < stop && bytes[at]! <= SPACE) at++;
    const part = bytes.subarray(at, stop);
    const [byte, next] = [bytes[stop], bytes[stop + 1]];
    if (byte === VT || (byte === FS && !this.isOpen)) {
      this.breakOff(part);
      this.begin(byte === VT);
    } else if (byte === undefined || next === undefined) {
      this.add(part);
      this.holdsFs = byte === FS; // what follows decides
    } else if (next === CR || next === VT) {
      this.complete(part);
      return next === CR ? stop + 2 : stop + 1;
    } else this.add(bytes.subarray(at, stop + 1));
    return stop + 1;
  }

  private begin(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.isTold = false;
    this.size = 0;
    this.kept = NOTHING;
  }

  private add(part: Buffer): void {
    const before = this.size;
    this.size += part.length;
    if (!this.isTold && this.size > this.mostBytes) {
      this.kept = this.kept.subarray(0, before);
      // As if it had come byte by byte.
      this.tell(this.isOpen ? 'too-large' : 'stray', this.mostBytes + 1, part);
    }
    if (!this.isTold) this.kept = joined(this.kept, before, part);
    else if (this.size > ENDLESS * this.mostBytes) {
      this.tell('endless', ENDLESS * this.mostBytes + 1);
      this.isLost = true;
    }
  }

  /** The frame ends after this last part of it. */
  private complete(last: Buffer): void {
    const isWhole = this.size === 0 && last.length <= this.mostBytes;
    if (!isWhole) this.add(last);
    if (!this.isTold) this.found.push({ kind: 'frame', bytes: isWhole ? last : this.takeKept() });
    this.begin(false);
  }

  private breakOff(last: Buffer): void {
    this.add(last);
    if (this.isTold || !this.isWithin) return;
    this.kept = this.takeKept();
    this.tell(this.isOpen ? 'unfinished' : 'stray', this.size);
  }

  private tell(kind: Exclude<Framed['kind'], 'frame'>, size: number, rest: Buffer = NOTHING): void {
    const head = Buffer.concat([this.kept.subarray(0, HEAD_BYTES), rest.subarray(0, HEAD_BYTES)]);
    this.found.push({ kind, size, head: head.subarray(0, Math.min(HEAD_BYTES, size)) });
    this.isTold = true;
    this.kept = NOTHING;
  }

  private takeKept(): Buffer {
    return this.kept.subarray(0, this.size);
  }

  private takeFound(): Framed[] {
    const taken = this.found;
    this.found = [];
    return taken;
  }
}

/** Where a byte stands next, or the end: each stretch is looked through once. */
const finder = (bytes: Buffer, byte: number) => {
  let at = -1;
  return (from: number): number => {
    if (at < from) at = bytes.indexOf(byte, from);
    if (at < 0) at = bytes.length;
    return at;
  };
};

/** Room grows by doubling, so that what comes byte by byte is not copied again with each. */
const joined = (kept: Buffer, size: number, part: Buffer): Buffer => {
  const needed = size + part.length;
  const room = needed <= kept.length ? kept : Buffer.allocUnsafe(Math.max(needed, 2 * kept.length));
  if (room !== kept) kept.copy(room, 0, 0, size);
  part.copy(room, size);
  return room;
};
