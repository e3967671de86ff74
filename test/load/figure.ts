/** One line of the table. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The least that is good enough, or with `lowerIsBetter` the most. Null: only for information. */
  readonly target: number | null;
  readonly lowerIsBetter?: boolean;
}

/** What a benchmark may use. */
export interface Bench {
  /** A folder that is kept between runs. */
  readonly folder: string;
  /** How many patients the large network has. */
  readonly patients: number;
  /** The URL of a new, empty database on a server that only benchmarks use. */
  database(name: string): Promise<string>;
  /** The same, but as an earlier run left it. */
  keptDatabase(name: string): Promise<string>;
  log(line: string): void;
}

/** Benchmarks by the name of what they measure first; each yields that figure and others that go with it. */
export type Benchmarks = Readonly<Record<string, (bench: Bench) => Promise<readonly Figure[]>>>;

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/**
 * Measures two things in turn, again and again, so that whatever else the machine does meets both. The ratio is the
 * median of the rounds' ratios.
 */
export const compare = async (
  rounds: number,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<{ first: number; second: number; ratio: number }> => {
  const pairs: [number, number][] = [];
  for (let round = 0; round < rounds; round++) {
    const inTurn = round % 2 ? [second, first] : [first, second];
    const values = [await inTurn[0]!(), await inTurn[1]!()];
    pairs.push(round % 2 ? [values[1]!, values[0]!] : [values[0]!, values[1]!]);
  }
  return {
    first: median(pairs.map(([value]) => value)),
    second: median(pairs.map(([, value]) => value)),
    ratio: median(pairs.map(([a, b]) => a / b)),
  };
};
