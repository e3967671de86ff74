import { Link } from 'react-router';
import { patientLink } from '../../url/address.ts';

interface Props {
  patientId: string;
  eventIds: string[];
}

/** The way down to the facts: the first is the index event. */
export function EventLinks({ patientId, eventIds }: Props) {
  if (eventIds.length === 0) return <span className="quiet">none</span>;
  return (
    <span className="event-links">
      {eventIds.map((eventId, index) => (
        <Link
          key={eventId}
          to={patientLink(patientId, eventId)}
          aria-label={index === 0 ? 'Index event' : `Event ${index + 1} behind the verdict`}
        >
          {index === 0 ? 'index' : index + 1}
        </Link>
      ))}
    </span>
  );
}
