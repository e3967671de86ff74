import { Link } from 'react-router';
import type { Flip } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { patientLink } from '../../../url/address.ts';
import { EventLinks } from '../EventLinks.tsx';
import { Told } from '../Told.tsx';

const columns: Column<Flip>[] = [
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
  {
    key: 'before',
    header: 'By the definition',
    cell: ({ before }) => <Told verdict={before} absent="No such case" />,
  },
  {
    key: 'after',
    header: 'By the other rule',
    cell: ({ after }) => <Told verdict={after} absent="No such case" />,
  },
  {
    key: 'events',
    header: 'Events',
    cell: ({ patientId, before, after }) => (
      <EventLinks patientId={patientId} eventIds={(after ?? before)?.eventIds ?? []} />
    ),
  },
];

export function FlipTable({ flips }: { flips: Flip[] }) {
  return (
    <DataTable
      caption="Cases that flip"
      columns={columns}
      rows={flips}
      rowKey={({ patientId, caseId }) => `${patientId} ${caseId}`}
    />
  );
}
