import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Moment } from '../../../api/types.ts';
import { formatMoment } from '../../../format/dates.ts';
import { useAddress, withParams } from '../../../url/address.ts';

interface Props {
  eventId: string;
  children: ReactNode;
  label?: string;
}

/** Leads to an event in the history below, and leaves the clocks where they stand. */
export function EventLink({ eventId, children, label }: Props) {
  const { params } = useAddress();
  return (
    <Link to={{ search: params.toString(), hash: `event-${eventId}` }} aria-label={label}>
      {children}
    </Link>
  );
}

interface EventsProps {
  eventIds: readonly string[];
  children: ReactNode;
  label: string;
}

/** Leads to all the events behind a number, in the history below. */
export function EventsLink({ eventIds, children, label }: EventsProps) {
  const { params } = useAddress();
  if (eventIds.length === 0) return <>{children}</>;
  const search = withParams(params, { events: eventIds.join(','), status: undefined }).toString();
  return (
    <Link to={{ search, hash: 'history' }} aria-label={label}>
      {children}
    </Link>
  );
}

/** A moment that leads to the event that says so; nothing where there is none. */
export function MomentLink({ moment }: { moment: Moment | null | undefined }) {
  if (!moment) return <span className="quiet">–</span>;
  return (
    <span className="nowrap">
      <EventLink eventId={moment.eventId}>{formatMoment(moment)}</EventLink>
    </span>
  );
}
