import type { Curve, CurvePoint } from '../../../api/types.ts';

export interface Scales {
  x: (days: number) => number;
  y: (share: number) => number;
}

type Side = (point: CurvePoint) => number | undefined;

/** Corners of a step line: everybody is without the event on day 0, and the share falls on the day of an event. */
function corners(points: readonly CurvePoint[], end: number, side: Side): [number, number][] {
  const line: [number, number][] = [[0, 1]];
  for (const point of points) {
    const [, before] = line.at(-1)!;
    const after = side(point);
    line.push([point.days, before]);
    // An estimate of 0 has no interval: the band ends there.
    if (after === undefined) return line;
    line.push([point.days, after]);
  }
  return [...line, [end, line.at(-1)![1]]];
}

/** The day up to which the curve is drawn: the last round one on which anybody is followed, or the last event after it. */
export function endOf({ points, numberAtRisk }: Curve): number {
  const followed = numberAtRisk.findLast(({ atRisk }) => atRisk > 0)?.days ?? 0;
  return Math.max(followed, points.at(-1)?.days ?? 0);
}

const path = (line: readonly [number, number][], { x, y }: Scales): string =>
  line
    .map(([days, share], index) => `${index ? 'L' : 'M'}${x(days).toFixed(1)},${y(share).toFixed(1)}`)
    .join('');

export const stepPath = (curve: Curve, scales: Scales): string =>
  path(
    corners(curve.points, endOf(curve), ({ survival }) => survival),
    scales,
  );

export function bandPath(curve: Curve, scales: Scales): string {
  const side = (which: 'low' | 'high') =>
    corners(curve.points, endOf(curve), ({ interval }) => interval?.[which]);
  return `${path([...side('high'), ...side('low').reverse()], scales)}Z`;
}

/** The last step on or before a day; undefined before the first. */
export const pointOn = ({ points }: Curve, days: number): CurvePoint | undefined =>
  points.findLast((point) => point.days <= days);
