import { Link } from 'react-router';
import type { Flow } from '../../api/types.ts';
import { counted, formatDays } from '../../format/words.ts';
import { useTip } from '../../parts/Tip.tsx';
import { useWidth } from '../../parts/width.ts';
import { layOutFlow, type Ribbon } from './flowLayout.ts';
import { FlowNodeMark, nodeWidth } from './FlowNodeMark.tsx';
import {
  directionColor,
  directionMark,
  directionNames,
  directions,
  flowKey,
  flowName,
  type Move,
} from './flowWords.ts';

interface Props {
  flows: Flow[];
  linkTo: (move: Move) => string;
}

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
            <FlowNodeMark key={node.key} node={node} x={margin} side="left" narrow={narrow} linkTo={linkTo} />
          ))}
          {right.map((node) => (
            <FlowNodeMark key={node.key} node={node} x={x2} side="right" narrow={narrow} linkTo={linkTo} />
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
