import { useMemo, useState } from 'react';
import type { Pathway } from '../../../api/types.ts';
import { timeOf } from '../../../format/dates.ts';
import { useTip } from '../../../parts/Tip.tsx';
import { useWidth } from '../../../parts/width.ts';
import { Axis, LaneNames } from './Axis.tsx';
import { laneHeight, lanesOf, wholeOf, type Lanes } from './lanes.ts';
import { LeaveBars, StayBars, StayNames } from './StayBars.tsx';
import { RelapseMarks, SessionTicks } from './Marks.tsx';
import { scaleTo, within, type Window } from './scale.ts';
import { TimelineLegend } from './TimelineLegend.tsx';
import { useZoom, ZoomControls } from './Zoom.tsx';

const markHeight = 30;

interface Props {
  pathway: Pathway;
  validAt: string | undefined;
}

export function Timeline({ pathway, validAt }: Props) {
  const { ref, width } = useWidth();
  const { on, tip } = useTip();
  const [now] = useState(Date.now);
  const until = validAt ? timeOf(`${validAt}T23:59:59Z`) : now;
  const whole = useMemo(() => lanesOf(pathway, until), [pathway, until]);
  const zoom = useZoom(wholeOf(pathway, until));
  const { lanes, sessions, relapses } = seenIn(zoom.window, whole, pathway);
  const narrow = width < 620;
  const left = narrow ? 52 : 178;
  const plot = Math.max(120, width - left - 6);
  const x = scaleTo(zoom.window, plot);
  const marksY = lanes.names.length * laneHeight;
  const bottom = marksY + 2 * markHeight;
  return (
    <>
      <ZoomControls {...zoom} />
      <div className="tip-host timeline" ref={ref}>
        <svg width={width} height={bottom + 26} role="group" aria-label="Timeline of stays by level of care">
          <LaneNames
            names={lanes.names}
            narrow={narrow}
            marksY={marksY}
            markHeight={markHeight}
            width={width}
          />
          <svg x={left} width={plot} height={bottom + 26} overflow="hidden">
            <Axis window={zoom.window} width={plot} bottom={bottom} />
            <StayBars bars={lanes.stays} x={x} width={plot} on={on} />
            <LeaveBars bars={lanes.leaves} x={x} on={on} />
            <StayNames bars={lanes.stays} x={x} />
            <SessionTicks sessions={sessions} x={x} y={marksY} height={markHeight} on={on} />
            <RelapseMarks relapses={relapses} x={x} y={marksY + markHeight} height={markHeight} on={on} />
            {validAt ? <line x1={x(until)} x2={x(until)} y1={0} y2={bottom} className="as-of" /> : null}
          </svg>
        </svg>
        {tip}
      </div>
      <TimelineLegend />
    </>
  );
}

/** What lies outside the window is not drawn: it must not be reached by a keyboard either. */
function seenIn(window: Window, lanes: Lanes, { sessions, relapses }: Pathway) {
  const bar = ({ start, end }: { start: number; end: number }) => within(window, start, end);
  const mark = ({ at }: { at: string }) => within(window, timeOf(at), timeOf(at));
  return {
    lanes: { ...lanes, stays: lanes.stays.filter(bar), leaves: lanes.leaves.filter(bar) },
    sessions: sessions.filter(mark),
    relapses: relapses.filter(mark),
  };
}
