import { Link } from 'react-router';
import type { OutcomeTrend, OutcomeWeek } from '../../../api/types.ts';
import { useTip, type TipOn } from '../../../parts/Tip.tsx';
import { useWidth } from '../../../parts/width.ts';
import { weekWords, type LinkOf } from './assessments.ts';

const height = 240;
const margin = { top: 10, right: 16, bottom: 40, left: 34 };
/** So wide that the number of patients stands under each week. */
const LEAST_WEEK = 30;

/** The median of each week between its quartiles, with how many were assessed; each leads to its patients. */
export function WeekChart({ trend, linkOf }: { trend: OutcomeTrend; linkOf: LinkOf }) {
  const { ref, width: room } = useWidth();
  const { on, tip } = useTip();
  const { instrument, weeks, mostScore, cutOff } = trend;
  const last = weeks.at(-1)?.week ?? 0;
  const width = Math.max(room, margin.left + margin.right + (last + 1) * LEAST_WEEK);
  const step = (width - margin.left - margin.right) / (last + 1);
  const x = (week: number) => margin.left + (week + 0.5) * step;
  const y = (score: number) => margin.top + (1 - score / mostScore) * (height - margin.top - margin.bottom);
  const ticks = [0, cutOff, mostScore];
  return (
    <figure className="score-chart week-scores tip-host" ref={ref}>
      <div
        className="table-scroll"
        role="region"
        aria-label={`${instrument} by week, scrollable`}
        tabIndex={0}
      >
        <svg width={width} height={height} role="group" aria-label={`${instrument}, median score by week`}>
          {ticks.map((score) => (
            <g key={score}>
              <line
                className={score === cutOff ? 'cut-off' : 'grid'}
                x1={margin.left}
                x2={width - margin.right}
                y1={y(score)}
                y2={y(score)}
              />
              <text x={margin.left - 6} y={y(score) + 4} textAnchor="end">
                {score}
              </text>
            </g>
          ))}
          <polyline
            className="scores"
            points={weeks
              .map(({ week, median }) => `${x(week).toFixed(1)},${y(median).toFixed(1)}`)
              .join(' ')}
          />
          {weeks.map((week) => (
            <WeekMark key={week.week} {...{ week, x, y, step, on }} to={linkOf('measured', week.week)} />
          ))}
        </svg>
      </div>
      <figcaption className="legend">
        <span>Median with quartiles by week since admission; under each week how many were assessed.</span>
        <span>Dashed: the cut-off, remission is below {cutOff}.</span>
        <span>○ few</span>
      </figcaption>
      {tip}
    </figure>
  );
}

interface MarkProps {
  week: OutcomeWeek;
  to: ReturnType<LinkOf>;
  x: (week: number) => number;
  y: (score: number) => number;
  step: number;
  on: TipOn;
}

function WeekMark({ week: one, to, x, y, step, on }: MarkProps) {
  const { week, median, lowerQuartile, upperQuartile, measured, isFew } = one;
  const middle = x(week);
  return (
    <g>
      <Link to={to} aria-label={weekWords(one)} {...on(weekWords(one))}>
        <rect
          className="week-room"
          x={middle - step / 2}
          y={margin.top}
          width={step}
          height={height - margin.top}
        />
        <line className="quartiles" x1={middle} x2={middle} y1={y(upperQuartile)} y2={y(lowerQuartile)} />
        <circle className={isFew ? 'score few' : 'score'} cx={middle} cy={y(median)} r={5} />
      </Link>
      <text x={middle} y={height - margin.bottom + 16} textAnchor="middle">
        {week}
      </text>
      <text className="week-n" x={middle} y={height - margin.bottom + 32} textAnchor="middle">
        n {measured}
      </text>
    </g>
  );
}
