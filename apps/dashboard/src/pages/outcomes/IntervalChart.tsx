import { Link } from 'react-router';
import type { MeasureGroup } from '../../api/types.ts';
import { percentTicks } from './percentTicks.ts';
import { formatInterval, formatPercent } from '../../format/words.ts';

interface Props {
  groups: MeasureGroup[];
  overall: number | null;
  labelOf: (group: MeasureGroup) => string;
  linkTo: (group: MeasureGroup) => string;
}

/** Dots with their intervals, one row per group, on one scale from zero. */
export function IntervalChart({ groups, overall, labelOf, linkTo }: Props) {
  const ticks = percentTicks(groups.map(({ interval, rate }) => interval?.high ?? rate ?? 0));
  const top = ticks.at(-1) ?? 1;
  const at = (share: number) => `${(100 * share) / top}%`;
  return (
    <div className="intervals">
      <ul>
        {groups.map((group) => (
          <li key={group.key}>
            <Link to={linkTo(group)} className="interval-row">
              <span className="interval-label">{labelOf(group)}</span>
              <span className="interval-track" aria-hidden="true">
                {overall === null ? null : (
                  <span className="interval-overall" style={{ left: at(overall) }} />
                )}
                <Whisker group={group} at={at} />
              </span>
              <span className="interval-value">
                {formatPercent(group.rate)}
                <span className="quiet">
                  {group.numerator} of {group.denominator}
                </span>
                <span className="visually-hidden">95 % interval {formatInterval(group.interval)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <div className="interval-row axis" aria-hidden="true">
        <span />
        <span className="interval-track">
          {ticks.map((tick) => (
            <span key={tick} className="tick" style={{ left: at(tick) }}>
              {Math.round(tick * 100)} %
            </span>
          ))}
        </span>
        <span />
      </div>
    </div>
  );
}

function Whisker({ group: { interval, rate }, at }: { group: MeasureGroup; at: (share: number) => string }) {
  if (rate === null) return <span className="quiet">no closed cases</span>;
  return (
    <>
      {interval ? (
        <span
          className="whisker"
          style={{ left: at(interval.low), right: `calc(100% - ${at(interval.high)})` }}
        />
      ) : null}
      <span className="dot" style={{ left: at(rate) }} />
    </>
  );
}
