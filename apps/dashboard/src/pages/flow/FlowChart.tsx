import { Link } from 'react-router';
import type { Flow } from '../../api/types.ts';
import { counted, formatDays, formatNumber } from '../../format/words.ts';
import { levelOf } from '../../levels/levels.ts';
import { useTip } from '../../parts/Tip.tsx';
import { useWidth } from '../../parts/width.ts';
import { layOutFlow, outside, type FlowNode, type Ribbon } from './flowLayout.ts';
import {
  community,
  directionColor,
  directionMark,
  directionNames,
  directions,
  exited,
  flowKey,
  flowName,
} from './flowWords.ts';

interface Props {
  flows: Flow[];
  linkTo: (flow: Flow) => string;
}

const nodeWidth = 12;
const top = 14;

export function FlowChart({ flows, linkTo }: Props) {
  const { ref, width } = useWidth();
  const { on, tip } = useTip();
  const narrow = width < 620;
  const margin = narrow ? 62 : 190;
  const { left, right, ribbons, height } = layOutFlow(flows, narrow ? 340 : 380);
  const x1 = margin + nodeWidth;
  const x2 = Math.max(width - margin - nodeWidth, x1 + 40);
  return (
    <div className="tip-host chart" ref={ref}>
      <svg width={width} height={height + 2 * top} role="group" aria-label="Moves between levels of care">
        <g transform={`translate(0 ${top})`}>
          {ribbons.map((ribbon) => (
            <Link
              key={flowKey(ribbon.flow)}
              to={linkTo(ribbon.flow)}
              className="ribbon"
              aria-label={`${flowName(ribbon.flow)}, ${directionNames[ribbon.flow.direction]}: ${counted(ribbon.flow.count, 'patient move')}`}
              {...on(<FlowTip flow={ribbon.flow} />)}
            >
              <path d={ribbonPath(ribbon, x1, x2)} fill={directionColor(ribbon.flow.direction)} />
            </Link>
          ))}
          {left.map((node) => (
            <Node key={node.key} node={node} x={margin} side="left" narrow={narrow} />
          ))}
          {right.map((node) => (
            <Node key={node.key} node={node} x={x2} side="right" narrow={narrow} />
          ))}
        </g>
      </svg>
      {tip}
      <Legend flows={flows} />
    </div>
  );
}

function ribbonPath({ fromY, toY, thickness }: Ribbon, x1: number, x2: number): string {
  const middle = (x1 + x2) / 2;
  const [a, b] = [fromY + thickness, toY + thickness];
  return `M${x1},${fromY} C${middle},${fromY} ${middle},${toY} ${x2},${toY} L${x2},${b} C${middle},${b} ${middle},${a} ${x1},${a} Z`;
}

interface NodeProps {
  node: FlowNode;
  x: number;
  side: 'left' | 'right';
  narrow: boolean;
}

function Node({ node: { key, total, y, height }, x, side, narrow }: NodeProps) {
  const away = key === outside;
  const { name, code, color } = levelOf(key);
  const long = away ? (side === 'left' ? community : exited) : name;
  const short = away ? (side === 'left' ? 'New' : 'Out') : code;
  const textX = side === 'left' ? x - 8 : x + nodeWidth + 8;
  return (
    <g>
      <rect x={x} y={y} width={nodeWidth} height={height} rx={2} fill={away ? 'var(--ink-3)' : color} />
      <text
        x={textX}
        y={y + height / 2}
        dy="0.35em"
        textAnchor={side === 'left' ? 'end' : 'start'}
        fill="var(--ink)"
      >
        {narrow ? short : long} <tspan fill="var(--ink-3)">{formatNumber(total)}</tspan>
      </text>
    </g>
  );
}

function FlowTip({ flow }: { flow: Flow }) {
  return (
    <>
      <strong>{flowName(flow)}</strong>
      <br />
      {directionMark(flow.direction)} · {counted(flow.count, 'move')}
      {flow.medianDaysAtFrom === null ? null : (
        <>
          <br />
          Median {formatDays(flow.medianDaysAtFrom)} before the move
        </>
      )}
      {flow.medianGapDays === null ? null : (
        <>
          <br />
          Median {formatDays(flow.medianGapDays)} between stays
        </>
      )}
    </>
  );
}

function Legend({ flows }: { flows: Flow[] }) {
  const present = directions.filter((each) => flows.some(({ direction }) => direction === each));
  return (
    <ul className="legend" aria-label="Colours of the ribbons">
      {present.map((direction) => (
        <li key={direction}>
          <span className="swatch" style={{ background: directionColor(direction) }} />
          {directionMark(direction)}
        </li>
      ))}
    </ul>
  );
}
