/** A proportion with what it is made of. */
export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  /** Null where there is nothing to divide by. */
  readonly rate: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

// The two-sided 95 % quantile of the standard normal distribution.
export const Z = 1.959963984540054;

/**
 * A rate with its Wilson score interval at 95 %, without continuity correction (E. B. Wilson, Journal of the American
 * Statistical Association 22, 1927): it stays within 0 and 1 and holds for small counts.
 */
export const rateOf = (numerator: number, denominator: number): Rate => {
  if (denominator === 0) return { numerator, denominator, rate: null, interval: null };
  const rate = numerator / denominator;
  const spread = Z ** 2 / denominator;
  const centre = (rate + spread / 2) / (1 + spread);
  const half = (Z * Math.sqrt((rate * (1 - rate)) / denominator + spread / (4 * denominator))) / (1 + spread);
  // At 0 and 1 the bound and the rate are the same number, which rounding could put on the wrong sides of each other.
  const interval = {
    low: Math.max(0, Math.min(rate, centre - half)),
    high: Math.min(1, Math.max(rate, centre + half)),
  };
  return { numerator, denominator, rate, interval };
};
