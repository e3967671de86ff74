import type { Verdict } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { OutcomeBadge } from '../outcomes/outcomeWords.tsx';
import { Link } from 'react-router';

const columns: Column<Verdict>[] = [
  {
    key: 'measure',
    header: 'Measure',
    cell: ({ measureId, title }) => <Link to={`/outcomes/${encodeURIComponent(measureId)}`}>{title}</Link>,
    sortBy: ({ title }) => title,
  },
  {
    key: 'index',
    header: 'Index day',
    cell: ({ indexOn }) => <span className="nowrap">{formatDay(indexOn)}</span>,
    sortBy: ({ indexOn }) => indexOn,
  },
  {
    key: 'outcome',
    header: 'Outcome',
    cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
    sortBy: ({ outcome }) => outcome,
  },
  { key: 'why', header: 'Why', cell: ({ explanation }) => <span className="why">{explanation}</span> },
  { key: 'events', header: 'Events', cell: ({ eventIds }) => <VerdictEvents eventIds={eventIds} /> },
];

export function Verdicts({ verdicts }: { verdicts: Verdict[] }) {
  const ordered = verdicts.toSorted((a, b) => b.indexOn.localeCompare(a.indexOn));
  return (
    <DataTable
      caption="Measures about this patient"
      columns={columns}
      rows={ordered}
      rowKey={({ measureId, indexOn }) => `${measureId} ${indexOn}`}
    />
  );
}

function VerdictEvents({ eventIds }: { eventIds: string[] }) {
  return (
    <span className="event-links">
      {eventIds.map((eventId, index) => (
        <Link
          key={eventId}
          to={{ hash: `event-${eventId}` }}
          aria-label={index === 0 ? 'Index event' : `Event ${index + 1} behind the verdict`}
        >
          {index === 0 ? 'index' : index + 1}
        </Link>
      ))}
    </span>
  );
}
