const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25];

/** Round marks from zero to just above the highest share, five at most, never beyond the whole. */
export function percentTicks(shares: readonly number[]): number[] {
  const highest = Math.min(1, Math.max(0.04, ...shares));
  const step = steps.find((each) => highest / each <= 4) ?? 0.25;
  const count = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Math.round(index * step * 100) / 100);
}
