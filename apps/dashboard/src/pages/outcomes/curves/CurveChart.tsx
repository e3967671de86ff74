import { useState, type PointerEvent } from 'react';
import { formatPercent } from '../../../format/words.ts';
import { useWidth } from '../../../parts/width.ts';
import { AtRiskRows, rowsHeight } from './AtRiskRows.tsx';
import { bandPath, endOf, pointOn, stepPath, type Scales } from './curveGeometry.ts';
import { strokeOf, type Series } from './series.ts';

interface Props {
  series: Series[];
  days: number;
  event: string;
}

const height = 260;
const margin = { top: 10, right: 18, bottom: 40, left: 46 };

/** Step curves with their bands, and under the axis how many were still followed. */
export function CurveChart({ series, days, event }: Props) {
  const { ref, width } = useWidth();
  const [day, setDay] = useState<number>();
  const room = Math.max(80, width - margin.left - margin.right);
  const scales: Scales = {
    x: (at) => margin.left + (at / days) * room,
    y: (share) => margin.top + (1 - share) * (height - margin.top - margin.bottom),
  };
  const point = ({ clientX, currentTarget }: PointerEvent<Element>) => {
    const at = ((clientX - currentTarget.getBoundingClientRect().left - margin.left) / room) * days;
    setDay(Math.round(Math.min(days, Math.max(0, at))));
  };
  const marks = series[0]?.curve.numberAtRisk.map((mark) => mark.days) ?? [];
  return (
    <div className="curve-chart" ref={ref}>
      <svg
        width={width}
        height={height + rowsHeight(series.length)}
        role="img"
        aria-label={`Share of cases without the event by day, with 95 % bands: ${series.map(said).join('; ')}`}
        onPointerMove={point}
        onPointerLeave={() => setDay(undefined)}
      >
        <Grid scales={scales} marks={marks} end={width - margin.right} />
        {series.map((one) => (
          <CurveMark key={one.key} series={one} scales={scales} />
        ))}
        {day === undefined ? null : (
          <line
            className="cursor"
            x1={scales.x(day)}
            x2={scales.x(day)}
            y1={margin.top}
            y2={height - margin.bottom}
          />
        )}
        <AtRiskRows series={series} top={height} x={scales.x} />
      </svg>
      <p className="curve-readout" aria-hidden="true">
        {day === undefined
          ? `Share without the event (${event}) by days since the index day.`
          : `Day ${day}: ${series.map((one) => shareOn(one, day)).join(' · ')}`}
      </p>
    </div>
  );
}

const said = ({ label, curve }: Series) =>
  `${label}, ${formatPercent(curve.points.at(-1)?.survival ?? 1)} on day ${endOf(curve)}`;

const shareOn = ({ label, curve }: Series, day: number): string =>
  day > endOf(curve) ? `${label} –` : `${label} ${formatPercent(pointOn(curve, day)?.survival ?? 1)}`;

function CurveMark({ series, scales }: { series: Series; scales: Scales }) {
  const { stroke, strokeDasharray } = strokeOf(series);
  return (
    <g className="curve">
      <path className="band" d={bandPath(series.curve, scales)} style={{ fill: stroke }} />
      <path d={stepPath(series.curve, scales)} style={{ stroke, strokeDasharray }} />
    </g>
  );
}

const shares = [0, 0.25, 0.5, 0.75, 1];

function Grid({ scales: { x, y }, marks, end }: { scales: Scales; marks: number[]; end: number }) {
  return (
    <g>
      {shares.map((share) => (
        <g key={share}>
          <line className="grid" x1={margin.left} x2={end} y1={y(share)} y2={y(share)} />
          <text x={margin.left - 6} y={y(share) + 4} textAnchor="end">
            {Math.round(share * 100)} %
          </text>
        </g>
      ))}
      {marks.map((mark) => (
        <text key={mark} x={x(mark)} y={y(0) + 18} textAnchor="middle">
          {mark}
        </text>
      ))}
      <text x={(margin.left + end) / 2} y={y(0) + 34} textAnchor="middle">
        Days since the index day
      </text>
    </g>
  );
}
