import { Link } from 'react-router';
import { useFacilityName } from '../../api/directory.ts';
import type { AttendanceWeek, ProgramAttendance } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { formatHours, formatNumber, formatPercent } from '../../format/words.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';

interface Props {
  programs: ProgramAttendance[];
  programLink: (programId: string) => string;
}

interface Row extends AttendanceWeek {
  program: ProgramAttendance;
}

const shareOf = ({ compliant, patients }: Row) =>
  compliant !== null && patients > 0 ? compliant / patients : null;

const columns = (programLink: Props['programLink'], facilityName: (id: string) => string): Column<Row>[] => [
  {
    key: 'program',
    header: 'Program',
    cell: ({ program }) => <Link to={programLink(program.programId)}>{program.name}</Link>,
    sortBy: ({ program }) => program.name,
  },
  {
    key: 'facility',
    header: 'Facility',
    cell: ({ program }) => facilityName(program.facilityId),
    sortBy: ({ program }) => facilityName(program.facilityId),
  },
  {
    key: 'week',
    header: 'Week of',
    cell: ({ weekOf }) => <span className="nowrap">{formatDay(weekOf)}</span>,
    sortBy: ({ weekOf }) => weekOf,
  },
  {
    key: 'patients',
    header: 'Patients',
    numeric: true,
    cell: ({ patients }) => formatNumber(patients),
    sortBy: ({ patients }) => patients,
  },
  {
    key: 'compliant',
    header: 'Met the hours',
    numeric: true,
    cell: ({ compliant }) => (compliant === null ? '–' : formatNumber(compliant)),
    sortBy: ({ compliant }) => compliant,
  },
  {
    key: 'share',
    header: 'Share',
    numeric: true,
    cell: (row) => formatPercent(shareOf(row)),
    sortBy: shareOf,
  },
  {
    key: 'prorated',
    header: 'Pro-rated',
    numeric: true,
    cell: ({ prorated }) => formatNumber(prorated),
    sortBy: ({ prorated }) => prorated,
  },
  {
    key: 'median',
    header: 'Median hours',
    numeric: true,
    cell: ({ medianHours }) => formatHours(medianHours),
    sortBy: ({ medianHours }) => medianHours,
  },
];

export function ProgramTable({ programs, programLink }: Props) {
  const rows = programs.flatMap((program) => program.weeks.map((week) => ({ ...week, program })));
  return (
    <DataTable
      caption="Weekly compliance by program"
      columns={columns(programLink, useFacilityName())}
      rows={rows}
      rowKey={({ program, weekOf }) => `${program.programId} ${weekOf}`}
    />
  );
}
