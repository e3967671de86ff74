import type { Curve, CurveAnswer } from '../../../api/types.ts';

/** A curve with its name and its look: a place among the hues and dashes, kept whatever else is drawn. */
export interface Series {
  key: string;
  label: string;
  curve: Curve;
  place: number;
}

const dashes = ['', '9 4', '2 4', '12 4 2 4', '5 3'];

/** So many can be told apart in one picture. */
export const MOST_DRAWN = dashes.length;

export const strokeOf = ({ place }: Series) => ({
  stroke: `var(--curve-${place % MOST_DRAWN})`,
  strokeDasharray: dashes[place % MOST_DRAWN],
});

export const wholeSeries = (answer: CurveAnswer): Series[] => [
  { key: '', label: 'All', curve: answer.overall, place: 0 },
];

/** The largest first: those that are drawn unless others are asked for. */
export const groupSeries = (
  { groups }: CurveAnswer,
  labelOf: (group: { key: string; label: string }) => string,
): Series[] =>
  groups
    .toSorted((a, b) => b.subjects - a.subjects)
    .map((curve, place) => ({ key: curve.key, label: labelOf(curve), curve, place }));
