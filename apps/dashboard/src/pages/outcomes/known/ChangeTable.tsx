import { Link } from 'react-router';
import type { LaterChange } from '../../../api/types.ts';
import { formatDay, formatInstant } from '../../../format/dates.ts';
import { spaced } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { patientLink } from '../../../url/address.ts';
import { Told } from '../Told.tsx';

const FEW = 3;

const columns: Column<LaterChange>[] = [
  {
    key: 'index',
    header: 'Case',
    cell: ({ patientId, indexOn, before, after }) => (
      <Link className="nowrap" to={patientLink(patientId, (after ?? before)?.eventIds[0])}>
        {formatDay(indexOn)}
      </Link>
    ),
    sortBy: ({ indexOn }) => indexOn,
  },
  { key: 'before', header: 'Then', cell: ({ before }) => <Told verdict={before} absent="No such case" /> },
  { key: 'after', header: 'Now', cell: ({ after }) => <Told verdict={after} absent="No such case" /> },
  { key: 'because', header: 'Recorded since', cell: (change) => <Because change={change} /> },
];

export function ChangeTable({ changes }: { changes: LaterChange[] }) {
  return (
    <DataTable
      caption="Cases that are judged otherwise now"
      columns={columns}
      rows={changes}
      rowKey={({ patientId, caseId }) => `${patientId} ${caseId}`}
    />
  );
}

function Because({ change: { because, patientId } }: { change: LaterChange }) {
  if (because.length === 0) return <span className="quiet">nothing: time has gone by</span>;
  return (
    <ul className="plain">
      {because.slice(0, FEW).map(({ eventId, type, recordedAt }) => (
        <li key={eventId}>
          <Link to={patientLink(patientId, eventId)}>{spaced(type)}</Link>{' '}
          <span className="quiet">recorded {formatInstant(recordedAt)}</span>
        </li>
      ))}
      {because.length > FEW ? <li className="quiet">and {because.length - FEW} more</li> : null}
    </ul>
  );
}
