import { memo, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import type { RecordedEvent } from '../../api/types.ts';
import { formatInstant, formatMoment } from '../../format/dates.ts';
import { counted, spaced } from '../../format/words.ts';
import { patientLink } from '../../url/address.ts';
import { daysLate } from './historyView.ts';
import type { EventOfRecord } from './wholeHistory.ts';

interface Props {
  event: EventOfRecord;
  /** Whether another record of the person holds it. */
  isOfOther: boolean;
  targeted: boolean;
  known: boolean;
}

export const HistoryEvent = memo(function HistoryEvent({ event, isOfOther, targeted, known }: Props) {
  const row = useScrollTo(targeted);
  const states = [targeted && 'targeted', event.voidedBy && 'voided', !known && 'unknown'].filter(Boolean);
  return (
    <li id={`event-${event.id}`} ref={row} tabIndex={-1} className={['event', ...states].join(' ')}>
      <div className="event-what">
        {event.voidedBy ? <s>{spaced(event.type)}</s> : <strong>{spaced(event.type)}</strong>}
        <Marks event={event} known={known} />
      </div>
      <Times event={event} />
      <Origin event={event} isOfOther={isOfOther} />
      <Data event={event} open={targeted} />
    </li>
  );
});

function useScrollTo(targeted: boolean) {
  const row = useRef<HTMLLIElement>(null);
  const { key } = useLocation();
  useEffect(() => {
    if (!targeted) return;
    row.current?.scrollIntoView({ block: 'center' });
    row.current?.focus({ preventScroll: true });
  }, [targeted, key]);
  return row;
}

function Marks({ event, known }: Pick<Props, 'event' | 'known'>) {
  const late = daysLate(event);
  const { search } = useLocation();
  return (
    <span className="marks">
      {event.voidedBy ? (
        <Link className="badge bad" to={{ search, hash: `event-${event.voidedBy}` }}>
          voided by a later event
        </Link>
      ) : null}
      {late > 0 ? <span className="badge warn">recorded {counted(late, 'day')} late</span> : null}
      {known ? null : <span className="badge open">not yet known then</span>}
    </span>
  );
}

function Times({ event }: { event: RecordedEvent }) {
  const { occurredAt, recordedAt, precision } = event;
  const happened = formatMoment({
    at: occurredAt,
    day: occurredAt.slice(0, 10),
    precision: precision ?? 'instant',
  });
  return (
    <dl className="event-times">
      <dt>Happened</dt>
      <dd>
        <time dateTime={occurredAt}>{happened}</time>
      </dd>
      <dt>Recorded</dt>
      <dd>
        <time dateTime={recordedAt}>{formatInstant(recordedAt)}</time>
      </dd>
    </dl>
  );
}

function Origin({
  event: { id, patientId, source, revision },
  isOfOther,
}: Pick<Props, 'event' | 'isOfOther'>) {
  const parts = [source.system, source.facility, source.messageId].filter(Boolean);
  return (
    <p className="event-origin quiet">
      From {parts.join(' · ')}
      <br />
      Revision {revision}
      {isOfOther ? (
        <>
          {' of '}
          <Link to={patientLink(patientId, id)}>a merged record</Link>
        </>
      ) : null}
    </p>
  );
}

/** Built only when opened: a history may hold hundreds of these. */
function Data({ event, open }: { event: RecordedEvent; open: boolean }) {
  const [opened, setOpened] = useState(open);
  useEffect(() => setOpened((was) => was || open), [open]);
  const { data, actor, id, correlationId, commandId, position, schemaVersion, type } = event;
  const whole = { id, type, schemaVersion, position, actor, correlationId, commandId, data };
  return (
    <details
      className="event-data"
      open={opened}
      onToggle={(toggled) => setOpened(toggled.currentTarget.open)}
    >
      <summary>Data</summary>
      {opened ? (
        <pre className="message" tabIndex={0} aria-label="The whole event">
          {JSON.stringify(whole, null, 2)}
        </pre>
      ) : null}
    </details>
  );
}
