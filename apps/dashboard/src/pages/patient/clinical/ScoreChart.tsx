import { useNavigate } from 'react-router';
import { formatDay, formatShortDay, timeOf } from '../../../format/dates.ts';
import { sentence } from '../../../format/words.ts';
import { useTip } from '../../../parts/Tip.tsx';
import { useWidth } from '../../../parts/width.ts';
import { useAddress } from '../../../url/address.ts';
import { verdictOf, type ScorePoint, type Trend } from './scores.ts';

const height = 170;
const margin = { top: 8, right: 16, bottom: 24, left: 30 };

const words = (instrument: string, point: ScorePoint): string =>
  [
    `${instrument} on ${formatDay(point.day)}: ${point.score}, ${sentence(point.severity).toLowerCase()}`,
    verdictOf(point),
  ]
    .filter(Boolean)
    .join(', ');

/** One instrument's scores over its bands; each mark leads to its event. */
export function ScoreChart({ trend: { instrument, points, scale } }: { trend: Trend }) {
  const { ref, width } = useWidth();
  const { on, tip } = useTip();
  const navigate = useNavigate();
  const { params } = useAddress();
  const times = points.map(({ at }) => timeOf(at));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const room = Math.max(60, width - margin.left - margin.right);
  const x = (time: number) => margin.left + (last > first ? (time - first) / (last - first) : 0.5) * room;
  const y = (score: number) =>
    margin.top + (1 - score / scale.mostScore) * (height - margin.top - margin.bottom);
  const line = points.map(({ at, score }) => `${x(timeOf(at)).toFixed(1)},${y(score).toFixed(1)}`).join(' ');
  const open = (eventId: string) =>
    void navigate({ search: params.toString(), hash: `event-${eventId}` }, { preventScrollReset: true });
  return (
    <figure className="score-chart tip-host" ref={ref}>
      <figcaption>{instrument}</figcaption>
      <svg width={width} height={height} role="group" aria-label={`${instrument}, scores over time`}>
        {scale.bands.map(({ from, name }) => (
          <g key={name}>
            <line className="grid" x1={margin.left} x2={width - margin.right} y1={y(from)} y2={y(from)} />
            <text x={margin.left - 5} y={y(from) + 4} textAnchor="end">
              {from}
            </text>
          </g>
        ))}
        <line
          className="cut-off"
          x1={margin.left}
          x2={width - margin.right}
          y1={y(scale.cutOff)}
          y2={y(scale.cutOff)}
        />
        <polyline className="scores" points={line} />
        {points.map((point) => (
          <a
            key={point.eventId}
            href={`#event-${point.eventId}`}
            aria-label={words(instrument, point)}
            onClick={(event) => {
              event.preventDefault();
              open(point.eventId);
            }}
            {...on(words(instrument, point))}
          >
            <circle
              cx={x(timeOf(point.at))}
              cy={y(point.score)}
              r={5}
              className={point.remission ? 'score remission' : 'score'}
            />
          </a>
        ))}
        {scale.bands.map(({ from, name }) => (
          <text
            key={name}
            className="band-name"
            x={width - margin.right - 10}
            y={y(from) - 3}
            textAnchor="end"
          >
            {name}
          </text>
        ))}
        <text x={x(first)} y={height - 6} textAnchor={last > first ? 'start' : 'middle'}>
          {formatShortDay(points[0]!.day)}
        </text>
        {last > first ? (
          <text x={x(last)} y={height - 6} textAnchor="end">
            {formatShortDay(points.at(-1)!.day)}
          </text>
        ) : null}
      </svg>
      {tip}
    </figure>
  );
}
