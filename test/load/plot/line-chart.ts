/** One line of a chart; `dashed` for the lesser of two that belong together. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly dashed?: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
}

const [WIDTH, HEIGHT] = [760, 420];
const AREA = { left: 70, right: 590, top: 50, bottom: 360 };
const LABEL_HEIGHT = 16;

/** An SVG with both axes logarithmic, and each line named at its end. */
export const lineChart = ({ title, x, y, series }: Chart): string => {
  const points = series.flatMap((one) => one.points);
  const xTicks = [...new Set(points.map(([value]) => value))].sort((a, b) => a - b);
  const yTicks = decades(points.map(([, value]) => value));
  const toX = scale(xTicks, AREA.left, AREA.right);
  const toY = scale(yTicks, AREA.bottom, AREA.top);
  const labels = apart(series.map(({ points }) => toY(points.at(-1)![1])));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">
<title>${title}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>
<text x="${AREA.left}" y="24" font-size="16" font-weight="bold">${title}</text>
${yTicks.map((tick) => horizontal(toY(tick), amount(tick))).join('\n')}
${xTicks.map((tick) => text(toX(tick), AREA.bottom + 20, amount(tick), 'middle')).join('\n')}
${text((AREA.left + AREA.right) / 2, HEIGHT - 14, x, 'middle')}
${text(AREA.left, 42, y, 'start')}
${series.map((one, n) => line(one, toX, toY) + text(AREA.right + 10, labels[n]! + 4, one.name, 'start', one.colour)).join('\n')}
</svg>
`;
};

type Scale = (value: number) => number;

const scale = (ticks: readonly number[], from: number, to: number): Scale => {
  const [low, high] = [Math.log(ticks[0]!), Math.log(ticks.at(-1)!)];
  return (value) => Math.round(from + ((Math.log(value) - low) / (high - low)) * (to - from));
};

/** 1, 2, 5, 10, 20 … around the values. */
const decades = (values: readonly number[]): number[] => {
  const steps = Array.from({ length: 30 }, (_, n) => [1, 2, 5][n % 3]! * 10 ** (Math.floor(n / 3) - 3));
  const below = steps.findLastIndex((step) => step <= Math.min(...values));
  const above = steps.findIndex((step) => step >= Math.max(...values));
  return steps.slice(below, Math.max(above, below + 1) + 1);
};

/** The heights of labels, moved down where they would stand on each other. */
const apart = (heights: readonly number[]): number[] => {
  const moved = [...heights];
  let last = -Infinity;
  for (const n of heights
    .keys()
    .toArray()
    .sort((a, b) => heights[a]! - heights[b]!))
    last = moved[n] = Math.max(heights[n]!, last + LABEL_HEIGHT);
  return moved;
};

const amount = (value: number): string =>
  value >= 1e6 ? `${value / 1e6} M` : Number(value.toPrecision(3)).toLocaleString('en');

const text = (x: number, y: number, content: string, anchor: string, colour = '#333'): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}">${content}</text>`;

const horizontal = (y: number, label: string): string =>
  `<line x1="${AREA.left}" x2="${AREA.right}" y1="${y}" y2="${y}" stroke="#ddd"/>${text(AREA.left - 8, y + 4, label, 'end')}`;

const line = ({ points, colour, dashed }: Series, toX: Scale, toY: Scale): string => {
  const path = points.map(([x, y]) => `${toX(x)},${toY(y)}`).join(' ');
  const dots = points.map(([x, y]) => `<circle cx="${toX(x)}" cy="${toY(y)}" r="3" fill="${colour}"/>`);
  const dash = dashed ? ' stroke-dasharray="5 4"' : '';
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>${dots.join('')}`;
};
