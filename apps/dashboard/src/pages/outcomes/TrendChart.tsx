import { useState } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { MeasureGroup } from '../../api/types.ts';
import { formatMonth } from '../../format/dates.ts';
import { EnterOpens } from '../../parts/EnterOpens.tsx';
import { percentTicks } from './percentTicks.ts';
import { formatInterval, formatPercent } from '../../format/words.ts';

interface Props {
  groups: MeasureGroup[];
  overall: number | null;
  onMonth: (month: string) => void;
}

const band = ({ interval }: MeasureGroup) => (interval ? [interval.low, interval.high] : null);
const wholePercent = (share: number) => `${Math.round(share * 100)} %`;

export default function TrendChart({ groups, overall, onMonth }: Props) {
  const [host, setHost] = useState<HTMLElement | null>(null);
  const ticks = percentTicks(groups.map(({ interval, rate }) => interval?.high ?? rate ?? 0));
  return (
    <div className="chart" ref={setHost}>
      <ResponsiveContainer width="100%" height={280}>
        <ComposedChart
          data={groups}
          margin={{ top: 10, right: 16, bottom: 0, left: 0 }}
          title="Rate by month with its 95 % interval. Left and right arrow keys move between months, Enter opens one."
          style={{ cursor: 'pointer' }}
          onClick={({ activeLabel }) => typeof activeLabel === 'string' && onMonth(activeLabel)}
        >
          <EnterOpens host={host} onOpen={onMonth} />
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="key"
            tickFormatter={formatMonth}
            minTickGap={30}
            stroke="var(--ink-3)"
            tickMargin={6}
            padding={{ left: 12, right: 12 }}
          />
          <YAxis
            width={50}
            domain={[0, ticks.at(-1) ?? 1]}
            ticks={ticks}
            tickFormatter={wholePercent}
            stroke="var(--ink-3)"
            axisLine={false}
            tickLine={false}
          />
          <Tooltip
            content={({ active, payload }) => (
              <MonthTip group={active ? (payload?.[0]?.payload as MeasureGroup) : undefined} />
            )}
          />
          <Area
            dataKey={band}
            name="95 % interval"
            stroke="none"
            fill="var(--accent)"
            fillOpacity={0.18}
            isAnimationActive={false}
            activeDot={false}
          />
          {overall === null ? null : (
            <ReferenceLine y={overall} stroke="var(--ink-3)" strokeWidth={1.5} strokeDasharray="5 4" />
          )}
          <Line
            dataKey="rate"
            name="Rate"
            stroke="var(--accent)"
            strokeWidth={2.5}
            dot={{ r: 3.5, fill: 'var(--accent)' }}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
      <ul className="legend" aria-label="Marks of the chart">
        <li>
          <span className="swatch rate-line" /> Rate of the month
        </li>
        <li>
          <span className="swatch rate-band" /> 95 % interval
        </li>
        <li>
          <span className="swatch rate-overall" /> Overall, {formatPercent(overall)}
        </li>
      </ul>
    </div>
  );
}

function MonthTip({ group }: { group: MeasureGroup | undefined }) {
  if (!group) return null;
  return (
    <div className="tip-box">
      <strong>{formatMonth(group.key)}</strong>
      <br />
      {formatPercent(group.rate)} ({group.numerator} of {group.denominator})
      <br />
      95 % interval {formatInterval(group.interval)}
      {group.open > 0 ? (
        <>
          <br />
          {group.open} still open
        </>
      ) : null}
    </div>
  );
}
