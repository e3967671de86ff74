/**
 * A seeded source of chance: sfc32 by Chris Doty-Humphrey (PractRand 0.94, public domain). Its state of 128 bits is
 * filled from three numbers without hashing, so that no two patients of any two networks share a state.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, patient: number, stream: number) {
    [this.a, this.b, this.c] = [seed | 0, patient | 0, stream | 0];
    for (let round = 0; round < 15; round++) this.bits();
  }

  /** The next 32 bits. */
  private bits(): number {
    const mixed = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + mixed) | 0;
    return mixed >>> 0;
  }

  /** At least 0 and below 1. */
  unit(): number {
    return this.bits() / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.unit() * (most - least + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.unit() * items.length)]!;
  }

  /** One of these, each as often as its weight says. */
  weighted<T extends { readonly weight: number }>(items: readonly T[]): T {
    let left = this.unit() * items.reduce((sum, { weight }) => sum + weight, 0);
    for (const item of items) {
      left -= item.weight;
      if (left < 0) return item;
    }
    return items.at(-1)!;
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  /** A gamma distribution with a whole shape: the larger the shape, the closer to the mean. */
  erlang(shape: number, mean: number): number {
    let sum = 0;
    for (let part = 0; part < shape; part++) sum += this.exponential(mean / shape);
    return sum;
  }

  /** A UUID of version 4 (RFC 9562, 5.4). */
  uuid(): string {
    const [first, second, third, fourth] = [this.hex(), this.hex(), this.hex(), this.hex()];
    const variant = '89ab'[parseInt(third[0]!, 16) & 3]!;
    return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${fourth}`;
  }

  private hex(): string {
    const bits = this.bits();
    return HEX[bits >>> 16]! + HEX[bits & 0xffff]!;
  }
}

/** Half of a patient's making would otherwise be the writing of ids. */
const HEX = Array.from({ length: 2 ** 16 }, (_, n) => n.toString(16).padStart(4, '0'));
