import { Link } from 'react-router';
import type { Finding } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { sentence } from '../../format/words.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { useAddress } from '../../url/address.ts';

/** Facts that contradict each other, each finding with the way to its events. */
export function Findings({ findings }: { findings: Finding[] }) {
  const { params } = useAddress();
  const search = params.toString();
  const columns: Column<Finding>[] = [
    {
      key: 'day',
      header: 'Day',
      cell: ({ day }) => <span className="nowrap">{formatDay(day)}</span>,
      sortBy: ({ day }) => day,
    },
    { key: 'code', header: 'Finding', cell: ({ code }) => sentence(code), sortBy: ({ code }) => code },
    { key: 'what', header: 'What', cell: (finding) => <span className="why">{finding.sentence}</span> },
    {
      key: 'events',
      header: 'Events',
      cell: ({ eventIds }) => (
        <span className="event-links">
          {eventIds.map((eventId, index) => (
            <Link
              key={eventId}
              to={{ search, hash: `event-${eventId}` }}
              aria-label={index === 0 ? 'Event that contradicts' : `Event ${index + 1} of the finding`}
            >
              {index + 1}
            </Link>
          ))}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      caption="Facts that contradict each other"
      columns={columns}
      rows={findings}
      rowKey={({ code, eventIds }) => `${code} ${eventIds[0]}`}
    />
  );
}
