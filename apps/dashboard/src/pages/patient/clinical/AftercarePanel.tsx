import { usePlaceName } from '../../../api/directory.ts';
import type { Pathway } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { counted, sentence } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { contactWords } from '../timeline/steps.ts';
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
  const placeName = usePlaceName();
  return (
    <Panel title="Aftercare">
      {aftercare.map(({ enrollmentId, from, enrolled, contacts, alumni, ...where }) => (
        <div key={enrollmentId}>
          <p>
            {placeName(where)}, from <EventLink eventId={enrolled.eventId}>{formatDay(from)}</EventLink>:{' '}
            {counted(contacts.length, 'contact')}.
          </p>
          <ul className="plain">
            {contacts.map((contact) => (
              <li key={contact.eventId}>
                <EventLink eventId={contact.eventId}>{formatDay(contact.day)}</EventLink>{' '}
                {contactWords(contact)}
              </li>
            ))}
          </ul>
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
