import { useEffect, useState } from 'react';
import type { RecordedEvent } from '../../api/types.ts';
import { dayOf, daysBetween, formatDay, timeOf, today } from '../../format/dates.ts';
import { DateField } from '../../parts/Fields.tsx';
import type { Travel } from './travel.ts';

type Go = (patch: Record<string, string | undefined>, options?: { replace?: boolean }) => void;

interface Props {
  travel: Travel;
  go: Go;
  events: RecordedEvent[];
}

const day = 86_400_000;

/** Two clocks: when it was true for the patient, and when it had been recorded. */
export function TimeTravel({ travel, go, events }: Props) {
  const first = (times: string[]) =>
    times.reduce((least, time) => (time < least ? time : least), today()).slice(0, 10);
  return (
    <section className="travel" aria-label="Time travel">
      <Clock
        label="As of"
        hint="what was true on this day"
        value={travel.validAt}
        start={first(events.map(({ occurredAt }) => occurredAt))}
        onDay={(validAt) => go({ validAt })}
      />
      <Clock
        label="As known on"
        hint="what had been recorded by this day"
        value={travel.knownAt}
        start={first(events.map(({ recordedAt }) => recordedAt))}
        onDay={(knownAt) => go({ knownAt })}
      />
      <Banner travel={travel} go={go} />
    </section>
  );
}

interface ClockProps {
  label: string;
  hint: string;
  value: string | undefined;
  start: string;
  onDay: (day: string | undefined) => void;
}

function Clock({ label, hint, value, start, onDay }: ClockProps) {
  const [dragged, setDragged] = useState<number>();
  // The thumb stays where it was put until the address says so too: quick keys would else start from the old day.
  useEffect(() => setDragged(undefined), [value]);
  const end = today();
  const length = Math.max(1, daysBetween(start, end));
  const at = dragged ?? (value ? Math.min(length, Math.max(0, daysBetween(start, value))) : length);
  const shown = dayOf(timeOf(start) + at * day);
  const commit = () => {
    if (dragged === undefined) return;
    onDay(dragged === length ? undefined : shown);
  };
  return (
    <div className="clock" role="group" aria-label={`${label}: ${hint}`}>
      <DateField
        label={label}
        value={dragged === undefined ? (value ?? end) : shown}
        max={end}
        onChange={(text) => onDay(text === end || text === '' ? undefined : text)}
      />
      <span className="clock-hint quiet" aria-hidden="true">
        {hint}
      </span>
      <input
        type="range"
        aria-label={`${label}, from ${formatDay(start)} to today`}
        aria-valuetext={formatDay(shown)}
        min={0}
        max={length}
        value={at}
        onChange={(event) => setDragged(Number(event.target.value))}
        onPointerUp={commit}
        onKeyUp={commit}
        onBlur={commit}
      />
    </div>
  );
}

function Banner({ travel: { validAt, knownAt }, go }: Pick<Props, 'travel' | 'go'>) {
  if (!validAt && !knownAt) return null;
  const valid = validAt ? `as of ${formatDay(validAt)}` : 'as of today';
  const known = knownAt ? `as known on ${formatDay(knownAt)}` : 'with all that is known now';
  return (
    <div className="banner" role="status">
      <p>
        <strong>You are looking at the past:</strong> the pathway {valid}, {known}.
      </p>
      <button type="button" onClick={() => go({ validAt: undefined, knownAt: undefined })}>
        Return to today
      </button>
    </div>
  );
}
