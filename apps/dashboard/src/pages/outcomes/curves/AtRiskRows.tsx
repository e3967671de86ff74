import { formatNumber } from '../../../format/words.ts';
import { strokeOf, type Series } from './series.ts';

const title = 22;
const row = 36;

export const rowsHeight = (groups: number): number => title + groups * row;

interface Props {
  series: Series[];
  top: number;
  x: (days: number) => number;
}

/** How many were still followed without the event, under the day of the axis. */
export function AtRiskRows({ series, top, x }: Props) {
  return (
    <g transform={`translate(0, ${top})`}>
      <text x={0} y={14}>
        Number at risk
      </text>
      {series.map((one, index) => (
        <g key={one.key} transform={`translate(0, ${title + index * row})`}>
          <text className="curve-name" x={0} y={12} style={{ fill: strokeOf(one).stroke }}>
            {one.label}
          </text>
          {one.curve.numberAtRisk.map(({ days, atRisk }) => (
            <text key={days} x={x(days)} y={28} textAnchor="middle">
              {formatNumber(atRisk)}
            </text>
          ))}
        </g>
      ))}
    </g>
  );
}
