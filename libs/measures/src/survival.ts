import { Z } from './rate.ts';

/** How many were last seen so many days after their index: those to whom the event happened then, and the others. */
export interface Departures {
  readonly days: number;
  readonly events: number;
  readonly censored: number;
}

/** One day of a curve on which the event happened. */
export interface SurvivalPoint {
  readonly days: number;
  /** How many were followed up to this day and had had no event before it. */
  readonly atRisk: number;
  readonly events: number;
  /** The share without the event up to and including this day. */
  readonly survival: number;
  /** The 95 % interval; null where the estimate is 0, which gives none. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

export interface SurvivalCurve {
  readonly subjects: number;
  readonly events: number;
  /** The first day on which at most half are without the event; null where it was not come to. */
  readonly medianDays: number | null;
  readonly points: readonly SurvivalPoint[];
}

/** How many were still followed without the event when a day began. */
export interface NumberAtRisk {
  readonly days: number;
  readonly atRisk: number;
}

/** The row under the axis of a curve: who is censored on a day was at risk on it. */
export const numberAtRisk = (
  departures: readonly Departures[],
  marks: readonly number[],
): readonly NumberAtRisk[] =>
  marks.map((mark) => ({
    days: mark,
    atRisk: sum(departures, ({ days, events, censored }) => (days >= mark ? events + censored : 0)),
  }));

/** Round days from that of the index to the last that is looked at, eight at most. */
export const marksTo = (days: number): readonly number[] => {
  const step = MARK_STEPS.find((one) => days / one <= 7) ?? 730;
  return Array.from({ length: Math.floor(days / step) + 1 }, (_, index) => index * step);
};
const MARK_STEPS = [1, 2, 5, 10, 15, 30, 60, 90, 180, 365, 730];

/**
 * The product-limit estimate (E. L. Kaplan, P. Meier, Journal of the American Statistical Association 53, 1958) with
 * Greenwood's variance and intervals on the log-minus-log scale (J. D. Kalbfleisch, R. L. Prentice, The Statistical Analysis
 * of Failure Time Data, 1980), which stay within 0 and 1. Who is censored on the day of an event was at risk on it.
 */
export const kaplanMeier = (departures: readonly Departures[]): SurvivalCurve => {
  const byDay = departures.toSorted((a, b) => a.days - b.days);
  const subjects = byDay.reduce((sum, { events, censored }) => sum + events + censored, 0);
  const points: SurvivalPoint[] = [];
  let [atRisk, survival, greenwood] = [subjects, 1, 0];
  let medianDays: number | null = null;
  // The same share as a fraction: rounding must not move the day on which exactly half are left.
  let [left, outOf] = [1n, 1n];
  for (const { days, events, censored } of byDay) {
    if (events > 0) {
      survival *= 1 - events / atRisk;
      left *= BigInt(atRisk - events);
      outOf *= BigInt(atRisk);
      if (2n * left <= outOf) medianDays ??= days;
      greenwood += events / (atRisk * (atRisk - events));
      points.push({ days, atRisk, events, survival, interval: logLogInterval(survival, greenwood) });
    }
    atRisk -= events + censored;
  }
  return {
    subjects,
    events: points.reduce((sum, { events }) => sum + events, 0),
    medianDays,
    points,
  };
};

const logLogInterval = (survival: number, greenwood: number): SurvivalPoint['interval'] => {
  if (survival === 0) return null;
  const half = (Z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival));
  return { low: survival ** Math.exp(half), high: survival ** Math.exp(-half) };
};

/** Whether groups differ in time to event. */
export interface LogRank {
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  /** How probable a difference at least so large is where the groups do not differ. */
  readonly p: number;
}

/**
 * The log-rank test (N. Mantel, Cancer Chemotherapy Reports 50, 1966) of two or more groups, with the hypergeometric variance.
 * Undefined where there is nothing to compare.
 */
export const logRank = (groups: readonly (readonly Departures[])[]): LogRank | undefined => {
  const all = groups.filter((group) => group.some(({ events, censored }) => events + censored > 0));
  const days = [...new Set(all.flat().flatMap((one) => (one.events > 0 ? [one.days] : [])))];
  const size = all.length - 1;
  if (size < 1) return undefined;
  const difference = Array<number>(size).fill(0);
  const variance = difference.map(() => Array<number>(size).fill(0));
  for (const day of days) {
    const atRisk = all.map((group) => sum(group, (one) => (one.days >= day ? one.events + one.censored : 0)));
    const events = all.map((group) => sum(group, (one) => (one.days === day ? one.events : 0)));
    const [n, d] = [sum(atRisk, (x) => x), sum(events, (x) => x)];
    const spread = n > 1 ? (d * (n - d)) / (n - 1) : 0;
    for (let i = 0; i < size; i++) {
      const share = atRisk[i]! / n;
      difference[i]! += events[i]! - d * share;
      for (let j = 0; j < size; j++)
        variance[i]![j]! += spread * share * ((i === j ? 1 : 0) - atRisk[j]! / n);
    }
  }
  const solved = solve(variance, difference);
  if (!solved) return undefined;
  const chiSquare = difference.reduce((total, one, i) => total + one * solved[i]!, 0);
  return { chiSquare, degreesOfFreedom: size, p: chiSquareTail(chiSquare, size) };
};

const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

/** x of matrix · x = vector, by Gaussian elimination with pivoting; undefined where the matrix is singular. */
const solve = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] | undefined => {
  const rows = matrix.map((row, i) => [...row, vector[i]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const rest = rows.slice(column).map((row) => Math.abs(row[column]!));
    const pivot = column + rest.indexOf(Math.max(...rest));
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const top = rows[column]!;
    if (Math.abs(top[column]!) < 1e-12) return undefined;
    for (const row of rows) {
      if (row === top) continue;
      const factor = row[column]! / top[column]!;
      for (let k = column; k <= size; k++) row[k]! -= factor * top[k]!;
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
};

/**
 * The upper tail of the chi-square distribution, by the recurrence over its degrees of freedom (M. Abramowitz, I. A. Stegun,
 * Handbook of Mathematical Functions, 26.4.4 and 26.4.5).
 */
export const chiSquareTail = (x: number, degreesOfFreedom: number): number => {
  const isOdd = degreesOfFreedom % 2 === 1;
  let tail = isOdd ? 2 * normalTail(Math.sqrt(x)) : Math.exp(-x / 2);
  let term = isOdd ? Math.sqrt((2 * x) / Math.PI) * Math.exp(-x / 2) : (x / 2) * Math.exp(-x / 2);
  for (let df = isOdd ? 3 : 4; df <= degreesOfFreedom; df += 2) {
    tail += term;
    term *= x / df;
  }
  return tail;
};

/** The upper tail of the standard normal distribution: its series near the middle, its continued fraction outside. */
const normalTail = (z: number): number => {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let [term, total] = [z, z];
    for (let n = 1; n < 100; n++) total += term *= (z * z) / (2 * n + 1);
    return 0.5 - density * total;
  }
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + n / fraction;
  return density / fraction;
};
