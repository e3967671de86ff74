import { useState } from 'react';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { CensusSeries } from '../../api/types.ts';
import { formatDay, formatShortDay } from '../../format/dates.ts';
import { formatNumber } from '../../format/words.ts';
import { EnterOpens } from '../../parts/EnterOpens.tsx';
import { levels } from '../../levels/levels.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';

type Point = CensusSeries['points'][number];

interface Props {
  points: Point[];
  onDay: (day: string) => void;
}

// The least intensive lies at the bottom: the most intensive then stands on top of what it steps down to.
const layers = levels.toReversed();

export default function CensusChart({ points, onDay }: Props) {
  const [host, setHost] = useState<HTMLElement | null>(null);
  return (
    <div className="chart" ref={setHost}>
      <ResponsiveContainer width="100%" height={300}>
        <AreaChart
          data={points}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          title="Census over time by level of care. Left and right arrow keys move between days, Enter opens one."
          style={{ cursor: 'pointer' }}
          onClick={({ activeLabel }) => typeof activeLabel === 'string' && onDay(activeLabel)}
        >
          <EnterOpens host={host} onOpen={onDay} />
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="on"
            tickFormatter={formatShortDay}
            minTickGap={40}
            stroke="var(--ink-3)"
            tickMargin={6}
          />
          <YAxis width={44} allowDecimals={false} stroke="var(--ink-3)" axisLine={false} tickLine={false} />
          <Tooltip
            content={({ active, payload }) => (
              <DayTip point={active ? (payload?.[0]?.payload as Point) : undefined} />
            )}
          />
          {layers.map(({ id, name, color }) => (
            <Area
              key={id}
              dataKey={(point: Point) => point.levels[id] ?? 0}
              name={name}
              stackId="census"
              type="linear"
              stroke="var(--surface)"
              strokeWidth={1}
              fill={color}
              fillOpacity={1}
              isAnimationActive={false}
            />
          ))}
        </AreaChart>
      </ResponsiveContainer>
      <ul className="legend" aria-label="Levels of care, top to bottom">
        {levels.map(({ id }) => (
          <li key={id}>
            <LevelTag level={id} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function DayTip({ point }: { point: Point | undefined }) {
  if (!point) return null;
  return (
    <div className="tip-box">
      <strong>{formatDay(point.on)}</strong>
      <table>
        <tbody>
          {levels.map(({ id }) => (
            <tr key={id}>
              <td>
                <LevelTag level={id} />
              </td>
              <td className="numeric">{formatNumber(point.levels[id] ?? 0)}</td>
            </tr>
          ))}
          <tr>
            <td>All</td>
            <td className="numeric">{formatNumber(point.total)} patients</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
