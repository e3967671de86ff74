import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { waitlistQuery } from '../../api/queries.ts';
import type { WaitingPatient } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { formatDays, fullName } from '../../format/words.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { More } from '../../parts/More.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { patientLink } from '../../url/address.ts';
import { WAITLIST } from './places.ts';

const columns: Column<WaitingPatient>[] = [
  {
    key: 'patient',
    header: 'Patient',
    cell: ({ patientId, name }) => <Link to={patientLink(patientId)}>{fullName(name)}</Link>,
    sortBy: ({ name }) => fullName(name),
  },
  {
    key: 'since',
    header: 'Waits since',
    cell: ({ patientId, since, eventId }) => (
      <Link className="nowrap" to={patientLink(patientId, eventId)}>
        {formatDay(since)}
      </Link>
    ),
    sortBy: ({ since }) => since,
  },
  {
    key: 'days',
    header: 'Waited',
    numeric: true,
    cell: ({ daysWaited }) => formatDays(daysWaited),
    sortBy: ({ daysWaited }) => daysWaited,
  },
  {
    key: 'offered',
    header: 'Offered a place',
    cell: ({ offeredOn }) => (offeredOn ? <span className="nowrap">{formatDay(offeredOn)}</span> : 'Not yet'),
    sortBy: ({ offeredOn }) => offeredOn,
  },
];

/** Who waits for a program on a day, the longest first. */
export function Waitlist({ programId, on }: { programId: string; on: string }) {
  const query = useInfiniteQuery(waitlistQuery(programId, { on, limit: 20 }));
  return (
    <Panel title="Waitlist" id={WAITLIST} note={`Who waits on ${formatDay(on)}, the longest first.`}>
      <Answered
        query={query}
        isEmpty={({ pages }) => pages[0]?.total === 0}
        empty="Nobody waits. POST /v1/patients/{patientId}/waitlist puts somebody on the list; an admission ends the waiting."
      >
        {({ pages }) => {
          const waiting = pages.flatMap((page) => page.waiting);
          return (
            <>
              <DataTable
                caption="Waitlist"
                columns={columns}
                rows={waiting}
                rowKey={({ patientId }) => patientId}
              />
              <More shown={waiting.length} total={pages[0]?.total ?? 0} query={query} />
            </>
          );
        }}
      </Answered>
    </Panel>
  );
}
