import { Link, useLocation } from 'react-router';
import { formatMoment } from '../../../format/dates.ts';
import { counted, sentence } from '../../../format/words.ts';
import { levelOf } from '../../../levels/levels.ts';
import type { TipOn } from '../../../parts/Tip.tsx';
import { overrideWords } from '../clinical/override.ts';
import { laneHeight, type LeaveBar, type StayBar } from './lanes.ts';

type Scale = (time: number) => number;
const inset = 6;
/** About the width of a letter of the labels, in pixels. */
const letter = 6.6;
const day = 86_400_000;

interface Plot {
  x: Scale;
  width: number;
  on: TipOn;
}

export function StayBars({ bars, ...plot }: Plot & { bars: StayBar[] }) {
  return bars.map((bar) => <Bar key={bar.stay.stayId} bar={bar} next={nextInLane(bar, bars)} {...plot} />);
}

/** When the next stay of the lane begins: a discharge's reason has room until there. */
const nextInLane = (bar: StayBar, bars: StayBar[]): number =>
  Math.min(
    ...bars.filter(({ lane, start }) => lane === bar.lane && start > bar.start).map(({ start }) => start),
  );

function Bar({ bar, next, x, width: plot, on }: Plot & { bar: StayBar; next: number }) {
  const { search } = useLocation();
  const { stay, episode, lane, last } = bar;
  const { left, width, shown } = measured(bar, x);
  const y = lane * laneHeight + inset;
  const words = stayWords(bar);
  return (
    <>
      <Link
        to={{ search, hash: `event-${stay.begin.eventId}` }}
        className="stay"
        aria-label={[shown, ...words].filter(Boolean).join('. ')}
        {...on(<Lines lines={words} />)}
      >
        <rect
          x={left}
          y={y}
          width={width}
          height={laneHeight - 2 * inset}
          rx={3}
          fill={levelOf(stay.level).color}
        />
      </Link>
      {last && episode.discharge ? (
        <Discharge bar={bar} x={left + width} y={y} room={Math.min(plot, x(next))} on={on} />
      ) : null}
    </>
  );
}

/** Where a bar lies, and the longest name that its visible part has room for. */
function measured({ stay, episode, start, end }: StayBar, x: Scale) {
  const left = x(start);
  const width = Math.max(3, x(end) - left);
  const textX = Math.max(left, 0) + 6;
  const room = left + width - textX - 6;
  const name = stay.programName ?? episode.facilityName;
  const shown = room > name.length * letter ? name : room > 26 ? levelOf(stay.level).code : '';
  return { left, width, textX, shown };
}

/** Drawn last, so that hatching does not cross them out; their bars speak for them to a screen reader. */
export function StayNames({ bars, x }: { bars: StayBar[]; x: Scale }) {
  return bars.map((bar) => {
    const { textX, shown } = measured(bar, x);
    return (
      <text
        key={bar.stay.stayId}
        x={textX}
        y={bar.lane * laneHeight + laneHeight / 2}
        dy="0.35em"
        fill={levelOf(bar.stay.level).ink}
        className="stay-label"
        aria-hidden="true"
      >
        {shown}
      </text>
    );
  });
}

interface DischargeProps {
  bar: StayBar;
  x: number;
  y: number;
  room: number;
  on: TipOn;
}

function Discharge({ bar: { episode }, x, y, room, on }: DischargeProps) {
  const { search } = useLocation();
  if (!episode.discharge) return null;
  const reason = sentence(episode.discharge.reason);
  const words = [`Discharged: ${reason}`, formatMoment(episode.discharge)];
  const height = laneHeight - 2 * inset;
  const fits = x + reason.length * letter + 8 < room;
  return (
    <Link
      to={{ search, hash: `event-${episode.discharge.eventId}` }}
      className="discharge"
      aria-label={words.join(', ')}
      {...on(<Lines lines={words} />)}
    >
      <path d={`M${x},${y - 3} v${height + 6}`} />
      {fits ? (
        <text x={x + 5} y={y + height / 2} dy="0.35em">
          {reason}
        </text>
      ) : null}
    </Link>
  );
}

export function LeaveBars({ bars, x, on }: { bars: LeaveBar[]; x: Scale; on: TipOn }) {
  const { search } = useLocation();
  return (
    <>
      <defs>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--surface)" fillOpacity="0.55" />
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--ink)" strokeWidth="2.5" />
        </pattern>
      </defs>
      {bars.map(({ leaveId, eventId, lane, start, end }) => {
        const words = `On leave for ${counted(Math.max(1, Math.round((end - start) / day)), 'day')}`;
        return (
          <Link
            key={leaveId}
            to={{ search, hash: `event-${eventId}` }}
            className="stay"
            aria-label={words}
            {...on(words)}
          >
            <rect
              x={x(start)}
              y={lane * laneHeight + inset}
              width={Math.max(3, x(end) - x(start))}
              height={laneHeight - 2 * inset}
              fill="url(#hatch)"
            />
          </Link>
        );
      })}
    </>
  );
}

function stayWords({ stay, episode, start, end }: StayBar): string[] {
  const days = counted(Math.max(0, Math.round((end - start) / day)), 'day');
  return [
    levelOf(stay.level).name,
    [stay.programName, episode.facilityName].filter(Boolean).join(', '),
    `From ${formatMoment(stay.begin)}`,
    stay.end ? `Until ${formatMoment(stay.end)} (${days})` : `Continues (${days} so far)`,
    ...(stay.levelCode
      ? [`${stay.levelCode.system.toUpperCase()} edition ${stay.levelCode.edition}: ${stay.levelCode.code}`]
      : []),
    ...(stay.override ? [overrideWords(stay.override)] : []),
  ];
}

export function Lines({ lines }: { lines: string[] }) {
  return lines.map((line, index) => (
    <span key={line} className="tip-line">
      {index === 0 ? <strong>{line}</strong> : line}
    </span>
  ));
}
