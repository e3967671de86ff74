import { Link, useLocation } from 'react-router';
import type { Relapse, Session } from '../../../api/types.ts';
import { formatMoment, timeOf } from '../../../format/dates.ts';
import { sentence } from '../../../format/words.ts';
import { Lines } from './StayBars.tsx';
import type { Step } from './steps.ts';
import { waitEnd, waitWords, type Wait } from './waits.ts';
import type { TipOn } from '../../../parts/Tip.tsx';

interface Place {
  x: (time: number) => number;
  y: number;
  height: number;
  on: TipOn;
}

/**
 * A tick a session: tall when attended, low when partly, a ring when missed. There may be hundreds, so they are left
 * out of the tab order: each is in the history below.
 */
export function SessionTicks({ sessions, x, y, height, on }: Place & { sessions: Session[] }) {
  const { search } = useLocation();
  return sessions.map((session) => {
    const words = sessionWords(session);
    return (
      <Link
        key={session.eventId}
        to={{ search, hash: `event-${session.eventId}` }}
        tabIndex={-1}
        className="session"
        aria-label={words.join('. ')}
        {...on(<Lines lines={words} />)}
      >
        <SessionMark session={session} x={x(timeOf(session.at))} y={y} height={height} />
      </Link>
    );
  });
}

function SessionMark({ session, x, y, height }: { session: Session; x: number; y: number; height: number }) {
  const floor = y + height - 5;
  if (session.attendedMinutes === 0) {
    return (
      <circle cx={x} cy={floor - 3} r={2.5} className={session.status === 'excused' ? 'excused' : 'missed'} />
    );
  }
  const share =
    session.scheduledMinutes > 0 ? Math.min(1, session.attendedMinutes / session.scheduledMinutes) : 1;
  return <line x1={x} x2={x} y1={floor} y2={floor - (height - 10) * Math.max(0.3, share)} />;
}

function sessionWords({
  kind,
  status,
  modality,
  attendedMinutes,
  scheduledMinutes,
  ...moment
}: Session): string[] {
  return [
    `${sentence(kind)}: ${sentence(status).toLowerCase()}`,
    formatMoment(moment),
    `${attendedMinutes} of ${scheduledMinutes} minutes, ${sentence(modality).toLowerCase()}`,
  ];
}

export function RelapseMarks({ relapses, x, y, height, on }: Place & { relapses: Relapse[] }) {
  const { search } = useLocation();
  return relapses.map((relapse) => {
    const words = [
      `Relapse reported: ${relapse.substances.join(', ')}`,
      formatMoment(relapse),
      `Found by ${sentence(relapse.detectedBy).toLowerCase()}${relapse.extent ? `; ${relapse.extent}` : ''}`,
    ];
    const [cx, cy] = [x(timeOf(relapse.at)), y + height / 2];
    return (
      <Link
        key={relapse.relapseId}
        to={{ search, hash: `event-${relapse.eventId}` }}
        className="relapse"
        aria-label={words.join('. ')}
        {...on(<Lines lines={words} />)}
      >
        <path d={`M${cx},${cy - 7} l7,7 l-7,7 l-7,-7 Z`} />
      </Link>
    );
  });
}

/** Waiting for a program: an open bar until the admission, or whatever ended it. */
export function WaitBars({ waits, until, x, y, height, on }: Place & { waits: Wait[]; until: number }) {
  const { search } = useLocation();
  return waits.map((wait) => {
    const words = [`Waiting for ${wait.programName}`, `Since ${formatMoment(wait)}`, waitWords(wait)];
    const left = x(timeOf(wait.at));
    return (
      <Link
        key={wait.eventId}
        to={{ search, hash: `event-${wait.eventId}` }}
        className="wait"
        aria-label={words.join('. ')}
        {...on(<Lines lines={words} />)}
      >
        <rect
          x={left}
          y={y + 8}
          width={Math.max(3, x(waitEnd(wait, until)) - left)}
          height={height - 16}
          rx={3}
        />
      </Link>
    );
  });
}

export function StepMarks({ steps, x, y, height, on }: Place & { steps: Step[] }) {
  const { search } = useLocation();
  return steps.map((one) => {
    const words = [one.words, formatMoment(one)];
    const [cx, cy] = [x(timeOf(one.at)), y + height / 2];
    return (
      <Link
        key={one.key}
        to={{ search, hash: `event-${one.eventId}` }}
        className="step"
        aria-label={words.join('. ')}
        {...on(<Lines lines={words} />)}
      >
        <circle cx={cx} cy={cy} r={8} />
        <text x={cx} y={cy} dy="0.36em" textAnchor="middle" aria-hidden="true">
          {one.letter}
        </text>
      </Link>
    );
  });
}
