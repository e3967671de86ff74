import { useMemo, useState } from 'react';
import type { Pathway } from '../../../api/types.ts';
import { timeOf } from '../../../format/dates.ts';
import { useTip } from '../../../parts/Tip.tsx';
import { useWidth } from '../../../parts/width.ts';
import { Axis, LaneNames } from './Axis.tsx';
import { laneHeight, lanesOf, wholeOf, type Lanes } from './lanes.ts';
import { LeaveBars, StayBars, StayNames } from './StayBars.tsx';
import { RelapseMarks, SessionTicks, StepMarks, WaitBars } from './Marks.tsx';
import { markRowsOf, MARK_HEIGHT } from './markRows.ts';
import { scaleTo, within, type Window } from './scale.ts';
import { waitEnd } from './waits.ts';
import { stepsOf } from './steps.ts';
import { TimelineLegend } from './TimelineLegend.tsx';
import { useZoom, ZoomControls } from './Zoom.tsx';

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
  const { lanes, sessions, relapses, steps, waits } = seenIn(zoom.window, whole, pathway, until);
  const rows = markRowsOf(pathway);
  const narrow = width < 620;
  const left = narrow ? 52 : 178;
  const plot = Math.max(120, width - left - 6);
  const x = scaleTo(zoom.window, plot);
  const marksY = lanes.names.length * laneHeight;
  const bottom = marksY + rows.length * MARK_HEIGHT;
  const placeOf = (key: string) => ({
    ...{ x, on, height: MARK_HEIGHT },
    y: marksY + rows.findIndex((row) => row.key === key) * MARK_HEIGHT,
  });
  return (
    <>
      <ZoomControls {...zoom} />
      <div className="tip-host timeline" ref={ref}>
        <svg width={width} height={bottom + 26} role="group" aria-label="Timeline of stays by level of care">
          <LaneNames names={lanes.names} rows={rows} narrow={narrow} width={width} />
          <svg x={left} width={plot} height={bottom + 26} overflow="hidden">
            <Axis window={zoom.window} width={plot} bottom={bottom} />
            <StayBars bars={lanes.stays} x={x} width={plot} on={on} />
            <LeaveBars bars={lanes.leaves} x={x} on={on} />
            <StayNames bars={lanes.stays} x={x} />
            <SessionTicks sessions={sessions} {...placeOf('sessions')} />
            <RelapseMarks relapses={relapses} {...placeOf('relapses')} />
            <WaitBars waits={waits} until={until} {...placeOf('waits')} />
            <StepMarks steps={steps} {...placeOf('steps')} />
            {validAt ? <line x1={x(until)} x2={x(until)} y1={0} y2={bottom} className="as-of" /> : null}
          </svg>
        </svg>
        {tip}
      </div>
      <TimelineLegend letters={steps.map(({ letter }) => letter)} hasWaits={waits.length > 0} />
    </>
  );
}

/** What lies outside the window is not drawn: it must not be reached by a keyboard either. */
function seenIn(window: Window, lanes: Lanes, pathway: Pathway, until: number) {
  const bar = ({ start, end }: { start: number; end: number }) => within(window, start, end);
  const mark = ({ at }: { at: string }) => within(window, timeOf(at), timeOf(at));
  return {
    lanes: { ...lanes, stays: lanes.stays.filter(bar), leaves: lanes.leaves.filter(bar) },
    sessions: pathway.sessions.filter(mark),
    relapses: pathway.relapses.filter(mark),
    steps: stepsOf(pathway).filter(mark),
    waits: pathway.waitlist.filter((wait) => bar({ start: timeOf(wait.at), end: waitEnd(wait, until) })),
  };
}
