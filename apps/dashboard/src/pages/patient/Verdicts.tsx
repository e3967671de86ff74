import { useState } from 'react';
import { Link } from 'react-router';
import type { Verdict } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { OutcomeBadge } from '../outcomes/outcomeWords.tsx';

const few = 8;

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
  const [all, setAll] = useState(false);
  const ordered = verdicts.toSorted((a, b) => b.indexOn.localeCompare(a.indexOn));
  const shown = all ? ordered : ordered.slice(0, few);
  return (
    <>
      <DataTable
        caption="Measures about this patient"
        columns={columns}
        rows={shown}
        rowKey={({ measureId, indexOn }) => `${measureId} ${indexOn}`}
      />
      {ordered.length > shown.length ? (
        <p className="more">
          <button type="button" onClick={() => setAll(true)}>
            Show all {ordered.length}
          </button>
        </p>
      ) : null}
    </>
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
