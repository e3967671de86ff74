import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { programsQuery } from '../../api/queries.ts';
import type { ProgramOnDay } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { formatDays, formatNumber, formatPercent } from '../../format/words.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { scopeOf, useAddress } from '../../url/address.ts';
import { censusLink, placesWords, WAITLIST } from './places.ts';

interface Props {
  on: string;
  programLink: (programId: string) => string;
}

/** How full each program is on a day, and who waits for it. */
export function Occupancy({ on, programLink }: Props) {
  const { params } = useAddress();
  const { facility, program } = scopeOf(params);
  const query = useQuery({
    ...programsQuery({ on, facility }),
    select: ({ programs }) => programs.filter(({ programId }) => !program || programId === program),
  });
  return (
    <Panel
      title="Places and waiting"
      note={`At the end of ${formatDay(on)}, patients of every payer, those on leave among them.`}
    >
      <Answered
        query={query}
        isEmpty={(programs) => programs.length === 0}
        empty="No program is defined here. POST /v1/programs defines one."
      >
        {(programs) => (
          <DataTable
            caption="Places and waiting by program"
            columns={columns(on, programLink)}
            rows={programs}
            rowKey={({ programId }) => programId}
          />
        )}
      </Answered>
    </Panel>
  );
}

const columns = (on: string, programLink: Props['programLink']): Column<ProgramOnDay>[] => [
  {
    key: 'program',
    header: 'Program',
    cell: ({ programId, name, level }) => (
      <>
        <Link to={programLink(programId)}>{name}</Link> <LevelTag level={level} short />
      </>
    ),
    sortBy: ({ name }) => name,
  },
  {
    key: 'facility',
    header: 'Facility',
    cell: ({ facilityName }) => facilityName,
    sortBy: ({ facilityName }) => facilityName,
  },
  {
    key: 'patients',
    header: 'Patients',
    numeric: true,
    cell: ({ programId, name, patients }) => (
      <Link to={censusLink(programId, on)} aria-label={`${formatNumber(patients)} patients in ${name}`}>
        {formatNumber(patients)}
      </Link>
    ),
    sortBy: ({ patients }) => patients,
  },
  {
    key: 'places',
    header: 'Places',
    numeric: true,
    cell: ({ capacity }) => (capacity === null ? '–' : formatNumber(capacity)),
    sortBy: ({ capacity }) => capacity,
  },
  {
    key: 'occupancy',
    header: 'Taken',
    numeric: true,
    cell: (program) => (
      <span className={(program.occupancy ?? 0) > 1 ? 'badge bad' : undefined}>
        {formatPercent(program.occupancy)}
      </span>
    ),
    sortBy: ({ occupancy }) => occupancy,
  },
  { key: 'free', header: 'Room', cell: (program) => placesWords(program) },
  {
    key: 'waiting',
    header: 'Waiting',
    numeric: true,
    cell: ({ programId, name, waitlist: { waiting } }) => (
      <Link
        to={`${programLink(programId)}#${WAITLIST}`}
        aria-label={`${formatNumber(waiting)} waiting for ${name}`}
      >
        {formatNumber(waiting)}
      </Link>
    ),
    sortBy: ({ waitlist }) => waitlist.waiting,
  },
  {
    key: 'offered',
    header: 'Offered a place',
    numeric: true,
    cell: ({ waitlist }) => formatNumber(waitlist.offered),
    sortBy: ({ waitlist }) => waitlist.offered,
  },
  {
    key: 'longest',
    header: 'Longest wait',
    numeric: true,
    cell: ({ waitlist }) => formatDays(waitlist.longestDays),
    sortBy: ({ waitlist }) => waitlist.longestDays,
  },
];
