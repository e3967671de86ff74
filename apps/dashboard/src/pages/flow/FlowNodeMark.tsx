import { Link } from 'react-router';
import type { Level } from '../../api/types.ts';
import { counted, formatNumber } from '../../format/words.ts';
import { levelOf } from '../../levels/levels.ts';
import { outside, type FlowNode } from './flowLayout.ts';
import { community, exited, type Move } from './flowWords.ts';

export const nodeWidth = 12;

interface Props {
  node: FlowNode;
  x: number;
  side: 'left' | 'right';
  narrow: boolean;
  linkTo: (move: Move) => string;
}

/** A level on one side, and the way to all the moves that leave or reach it. */
export function FlowNodeMark({ node: { key, total, y, height }, x, side, narrow, linkTo }: Props) {
  const away = key === outside;
  const { name, code, color } = levelOf(key);
  const long = away ? (side === 'left' ? community : exited) : name;
  const short = away ? (side === 'left' ? 'New' : 'Out') : code;
  const shown = narrow ? short : long;
  const level = away ? null : (key as Level);
  const moves = side === 'left' ? 'leaving' : 'arriving';
  return (
    <Link
      to={linkTo(side === 'left' ? { fromLevel: level } : { toLevel: level })}
      className="flow-node"
      aria-label={`${shown} ${formatNumber(total)}: ${counted(total, 'move')} ${moves}, ${long}`}
    >
      <rect x={x} y={y} width={nodeWidth} height={height} rx={2} fill={away ? 'var(--ink-3)' : color} />
      <text
        x={side === 'left' ? x - 8 : x + nodeWidth + 8}
        y={y + height / 2}
        dy="0.35em"
        textAnchor={side === 'left' ? 'end' : 'start'}
        fill="var(--ink)"
      >
        {shown} <tspan fill="var(--ink-3)">{formatNumber(total)}</tspan>
      </text>
    </Link>
  );
}
