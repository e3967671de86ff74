import { formatDay, dayOf } from '../../../format/dates.ts';
import { levelOf } from '../../../levels/levels.ts';
import { laneHeight } from './lanes.ts';
import { MARK_HEIGHT, type MarkRow } from './markRows.ts';
import { scaleTo, ticksOf, type Window } from './scale.ts';

interface AxisProps {
  window: Window;
  width: number;
  bottom: number;
}

export function Axis({ window, width, bottom }: AxisProps) {
  const x = scaleTo(window, width);
  return (
    <g aria-hidden="true">
      <title>{`${formatDay(dayOf(window.start))} to ${formatDay(dayOf(window.end))}`}</title>
      {ticksOf(window, width).map(({ time, label }) => (
        <g key={time}>
          <line x1={x(time)} x2={x(time)} y1={0} y2={bottom} stroke="var(--line)" />
          <text
            x={x(time)}
            y={bottom + 18}
            textAnchor={x(time) < 24 ? 'start' : x(time) > width - 24 ? 'end' : 'middle'}
            fill="var(--ink-3)"
          >
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}

interface LaneNamesProps {
  names: { key: string; label: string; code: string }[];
  rows: MarkRow[];
  narrow: boolean;
  width: number;
}

export function LaneNames({ names, rows, narrow, width }: LaneNamesProps) {
  const lanes = [
    ...names.map(({ key, label, code }, index) => ({
      key,
      text: narrow ? code : label,
      color: levelOf(key).color,
      y: index * laneHeight,
      height: laneHeight,
    })),
    ...rows.map(({ key, name, short }, index) => ({
      key,
      text: narrow ? short : name,
      color: 'none',
      y: names.length * laneHeight + index * MARK_HEIGHT,
      height: MARK_HEIGHT,
    })),
  ];
  return (
    <g aria-hidden="true">
      {lanes.map(({ key, text, color, y, height }) => (
        <g key={key}>
          <line x1={0} x2={width} y1={y + height} y2={y + height} stroke="var(--line)" />
          <rect x={0} y={y + 9} width={4} height={height - 18} rx={2} fill={color} />
          <text x={10} y={y + height / 2} dy="0.35em" fill="var(--ink-2)">
            {text}
          </text>
        </g>
      ))}
    </g>
  );
}
