import { useEffect, useMemo, useRef } from 'react';
import { useLocation } from 'react-router';
import { counted } from '../../format/words.ts';
import { Segments } from '../../parts/Fields.tsx';
import { Empty } from '../../parts/States.tsx';
import { oneOf, useAddress } from '../../url/address.ts';
import { HistoryEvent } from './HistoryEvent.tsx';
import { isBehind, kindNames, kinds, ofKind, ordered, orders, type Kind } from './historyView.ts';
import { isKnownBy } from './travel.ts';
import type { EventOfRecord } from './wholeHistory.ts';

interface Props {
  /** The record that is looked at. */
  patientId: string;
  events: EventOfRecord[];
  /** The instant up to which what was recorded is known; null: now. */
  knownAt: string | null;
}

export function History({ patientId, events, knownAt }: Props) {
  const { params } = useAddress();
  const target = useLocation().hash.replace(/^#event-/, '');
  const kind = oneOf(params.get('kind'), kinds);
  const order = oneOf(params.get('order'), orders);
  // An event that is linked to is shown whatever the filter: the link is a promise.
  const [only, status] = [params.get('events'), params.get('status')];
  const shown = useMemo(() => {
    const isShown = only ? isBehind(only, status) : (event: EventOfRecord) => ofKind(event, kind);
    return ordered(
      events.filter((event) => isShown(event) || event.id === target),
      order,
    );
  }, [events, kind, order, target, only, status]);
  return (
    <>
      {only ? <Behind count={shown.length} /> : <HistoryFilters events={events} kind={kind} order={order} />}
      {shown.length === 0 ? <Empty>No events of this kind.</Empty> : null}
      <ol className="history" reversed>
        {shown.map((event) => (
          <HistoryEvent
            key={event.id}
            event={event}
            isOfOther={event.patientId !== patientId}
            targeted={event.id === target}
            known={isKnownBy(event.recordedAt, knownAt)}
          />
        ))}
      </ol>
    </>
  );
}

/** Says that only the events behind a number are shown, and leads to the rest. */
function Behind({ count }: { count: number }) {
  const { change } = useAddress();
  const line = useRef<HTMLParagraphElement>(null);
  const { key } = useLocation();
  // The history comes after the page: by then the browser has looked for it in vain.
  useEffect(() => {
    // Newer browsers answer this with a promise: an effect must not return it.
    void line.current?.scrollIntoView({ block: 'center' });
  }, [key]);
  return (
    <p className="more" ref={line}>
      <span role="status">Only the {counted(count, 'event')} behind a number.</span>
      <button type="button" onClick={() => change({ events: undefined, status: undefined })}>
        Show all
      </button>
    </p>
  );
}

function HistoryFilters({
  events,
  kind,
  order,
}: {
  events: EventOfRecord[];
  kind: Kind;
  order: 'occurred' | 'recorded';
}) {
  const { change } = useAddress();
  const count = (each: Kind) => events.filter((event) => ofKind(event, each)).length;
  return (
    <div className="inline-filters history-filters">
      <Segments
        label="Kind of event"
        value={kind}
        options={kinds.map((each) => ({ value: each, label: `${kindNames[each]} ${count(each)}` }))}
        onChange={(next) => change({ kind: next === 'all' ? undefined : next })}
      />
      <Segments
        label="Newest first, by"
        value={order}
        options={[
          { value: 'occurred', label: 'When it happened' },
          { value: 'recorded', label: 'When it was recorded' },
        ]}
        onChange={(next) => change({ order: next === 'occurred' ? undefined : next })}
      />
    </div>
  );
}
