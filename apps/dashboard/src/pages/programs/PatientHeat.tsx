import { Link } from 'react-router';
import type { PatientWeek, PatientWeeks } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { counted, formatHours, formatNumber, fullName } from '../../format/words.ts';
import { patientLink } from '../../url/address.ts';
import { weekLink } from './weekCases.ts';
import { HeatTable } from './HeatTable.tsx';
import { heatClass, weeksOf } from './heat.ts';

export function PatientHeat({ patients }: { patients: PatientWeeks[] }) {
  const weeks = weeksOf(patients);
  return (
    <HeatTable caption="Attended and required hours, by patient and week" rowHeader="Patient" weeks={weeks}>
      {patients.map((patient) => (
        <PatientRow key={patient.patientId} patient={patient} weeks={weeks} />
      ))}
    </HeatTable>
  );
}

function PatientRow({ patient, weeks }: { patient: PatientWeeks; weeks: string[] }) {
  const byWeek = new Map(patient.weeks.map((week) => [week.weekOf, week]));
  return (
    <tr>
      <th scope="row">
        <Link to={patientLink(patient.patientId)}>{fullName(patient.name)}</Link>
      </th>
      {weeks.map((weekOf) => (
        <HoursCell key={weekOf} week={byWeek.get(weekOf)} patientId={patient.patientId} />
      ))}
    </tr>
  );
}

function HoursCell({ week, patientId }: { week: PatientWeek | undefined; patientId: string }) {
  if (!week) return <td className="heat-none">·</td>;
  const { attendedHours, requiredHours, prorated } = week;
  const hours = formatNumber(attendedHours);
  return (
    <td className={`${heatClass(metShare(week))}${prorated ? ' prorated' : ''}`} title={weekWords(week)}>
      <Link to={weekLink(patientId, week)} aria-label={weekWords(week)}>
        {hours}
      </Link>
      <small>
        {requiredHours === null ? '' : `of ${formatNumber(requiredHours)}`}
        {prorated ? ' ◪' : ''}
      </small>
    </td>
  );
}

/** The verdict is the service's: rounding here must not turn a missed week into a met one, or the reverse. */
export function metShare({ attendedHours, requiredHours, compliant }: PatientWeek): number | null {
  if (requiredHours === null || compliant === null) return null;
  const share = requiredHours > 0 ? attendedHours / requiredHours : 1;
  return compliant ? Math.max(share, 1) : Math.min(share, 0.99);
}

export function weekWords({
  weekOf,
  attendedHours,
  requiredHours,
  compliant,
  prorated,
  daysInProgram,
  noShows,
}: PatientWeek): string {
  const required = requiredHours === null ? '' : ` of ${formatHours(requiredHours)} required`;
  const verdict = compliant === null ? '' : compliant ? ', met' : ', not met';
  const part = prorated ? `, pro-rated for ${counted(daysInProgram, 'day')}` : '';
  const missed = noShows > 0 ? `, ${counted(noShows, 'no-show')}` : '';
  return `Week of ${formatDay(weekOf)}: ${formatHours(attendedHours)}${required}${verdict}${part}${missed}`;
}
