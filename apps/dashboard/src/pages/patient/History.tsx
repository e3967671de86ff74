import { useMemo } from 'react';
import { useLocation } from 'react-router';
import { Segments } from '../../parts/Fields.tsx';
import { Empty } from '../../parts/States.tsx';
import { oneOf, useAddress } from '../../url/address.ts';
import { HistoryEvent } from './HistoryEvent.tsx';
import { kindNames, kinds, ofKind, ordered, orders, type Kind } from './historyView.ts';
import { isKnownBy } from './travel.ts';
import type { EventOfRecord } from './wholeHistory.ts';

interface Props {
  /** The record that is looked at. */
  patientId: string;
  events: EventOfRecord[];
  knownAt: string | undefined;
}

export function History({ patientId, events, knownAt }: Props) {
  const { params } = useAddress();
  const target = useLocation().hash.replace(/^#event-/, '');
  const kind = oneOf(params.get('kind'), kinds);
  const order = oneOf(params.get('order'), orders);
  // An event that is linked to is shown whatever the filter: the link is a promise.
  const shown = useMemo(
    () =>
      ordered(
        events.filter((event) => ofKind(event, kind) || event.id === target),
        order,
      ),
    [events, kind, order, target],
  );
  return (
    <>
      <HistoryFilters events={events} kind={kind} order={order} />
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
