import { Link } from 'react-router';
import type { PatientWeek, PatientWeeks } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { formatHours, fullName } from '../../format/words.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { patientLink } from '../../url/address.ts';
import { weekLink } from './weekCases.ts';

interface Row extends PatientWeek {
  patient: PatientWeeks;
}

const verdict = (compliant: boolean | null) => (compliant === null ? '–' : compliant ? 'Met' : 'Not met');

const columns: Column<Row>[] = [
  {
    key: 'patient',
    header: 'Patient',
    cell: ({ patient }) => <Link to={patientLink(patient.patientId)}>{fullName(patient.name)}</Link>,
    sortBy: ({ patient }) => fullName(patient.name),
  },
  {
    key: 'week',
    header: 'Week of',
    cell: ({ weekOf }) => <span className="nowrap">{formatDay(weekOf)}</span>,
    sortBy: ({ weekOf }) => weekOf,
  },
  {
    key: 'attended',
    header: 'Attended',
    numeric: true,
    cell: ({ patient, ...week }) => (
      <Link
        to={weekLink(patient.patientId, week)}
        aria-label={`${fullName(patient.name)}, attended in the week of ${formatDay(week.weekOf)}: ${formatHours(week.attendedHours)}`}
      >
        {formatHours(week.attendedHours)}
      </Link>
    ),
    sortBy: ({ attendedHours }) => attendedHours,
  },
  {
    key: 'required',
    header: 'Required',
    numeric: true,
    cell: ({ requiredHours }) => formatHours(requiredHours),
    sortBy: ({ requiredHours }) => requiredHours,
  },
  {
    key: 'no-shows',
    header: 'No-shows',
    numeric: true,
    cell: ({ patient, ...week }) => <NoShows patient={patient} week={week} />,
    sortBy: ({ noShows }) => noShows,
  },
  {
    key: 'verdict',
    header: 'Verdict',
    cell: ({ compliant }) => verdict(compliant),
    sortBy: ({ compliant }) => verdict(compliant),
  },
  {
    key: 'days',
    header: 'Days in program',
    numeric: true,
    cell: ({ daysInProgram }) => daysInProgram,
    sortBy: ({ daysInProgram }) => daysInProgram,
  },
  { key: 'prorated', header: 'Pro-rated', cell: ({ prorated }) => (prorated ? 'Yes' : 'No') },
];

function NoShows({ patient: { patientId, name }, week }: { patient: PatientWeeks; week: PatientWeek }) {
  const { noShows, sessions, weekOf } = week;
  if (noShows === 0) return `0 of ${sessions}`;
  return (
    <Link
      to={weekLink(patientId, week, 'no-show')}
      aria-label={`${fullName(name)}, no-shows in the week of ${formatDay(weekOf)}: ${noShows} of ${sessions}`}
    >
      {noShows} of {sessions}
    </Link>
  );
}

export function PatientWeekTable({ patients }: { patients: PatientWeeks[] }) {
  const rows = patients.flatMap((patient) => patient.weeks.map((week) => ({ ...week, patient })));
  return (
    <DataTable
      caption="Hours by patient and week"
      columns={columns}
      rows={rows}
      rowKey={({ patient, weekOf }) => `${patient.patientId} ${weekOf}`}
    />
  );
}
