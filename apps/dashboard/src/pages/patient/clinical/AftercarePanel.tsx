import { useFacilityName } from '../../../api/directory.ts';
import type { Pathway } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { counted, sentence } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { EventLink } from './EventLink.tsx';

type Enrolment = Pathway['aftercare'][number];
type AlumniDay = Enrolment['alumni'][number];

const columns: Column<AlumniDay>[] = [
  { key: 'day', header: 'Day', numeric: true, cell: ({ day }) => day, sortBy: ({ day }) => day },
  { key: 'due', header: 'Due', cell: ({ due }) => <span className="nowrap">{formatDay(due)}</span> },
  {
    key: 'status',
    header: 'Status',
    cell: ({ status, eventId }) =>
      eventId ? <EventLink eventId={eventId}>{sentence(status)}</EventLink> : sentence(status),
    sortBy: ({ status }) => status,
  },
  {
    key: 'abstinent',
    header: 'Abstinent',
    cell: ({ abstinent }) => (abstinent === undefined ? '–' : abstinent ? 'Yes' : 'No'),
  },
];

/** Whether alumni were reached at 30, 90, 180 and 365 days. */
export function AftercarePanel({ pathway: { aftercare } }: { pathway: Pathway }) {
  const facilityName = useFacilityName();
  return (
    <Panel title="Aftercare">
      {aftercare.map(({ enrollmentId, facilityId, from, contacts, alumni }) => (
        <div key={enrollmentId}>
          <p>
            {facilityName(facilityId)}, from {formatDay(from)}: {counted(contacts.length, 'contact')}.{' '}
            <span className="event-links">
              {contacts.map(({ eventId, day }) => (
                <EventLink key={eventId} eventId={eventId}>
                  {formatDay(day)}
                </EventLink>
              ))}
            </span>
          </p>
          <DataTable
            caption={`Alumni from ${formatDay(from)}`}
            columns={columns}
            rows={alumni}
            rowKey={({ day }) => String(day)}
          />
        </div>
      ))}
    </Panel>
  );
}
