import { Link } from 'react-router';
import { useFacilityName } from '../../api/directory.ts';
import type { AttendanceWeek, ProgramAttendance } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { counted, formatHours } from '../../format/words.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';
import { HeatTable } from './HeatTable.tsx';
import { heatClass, policyWords, weeksOf } from './heat.ts';

interface Props {
  programs: ProgramAttendance[];
  programLink: (programId: string, weekOf?: string) => string;
}

export function ProgramHeat({ programs, programLink }: Props) {
  const weeks = weeksOf(programs);
  return (
    <HeatTable
      caption="Share of patients who met the hours, by program and week"
      rowHeader="Program"
      weeks={weeks}
    >
      {programs.map((program) => (
        <ProgramRow key={program.programId} program={program} weeks={weeks} programLink={programLink} />
      ))}
    </HeatTable>
  );
}

interface RowProps {
  program: ProgramAttendance;
  weeks: string[];
  programLink: Props['programLink'];
}

function ProgramRow({ program, weeks, programLink }: RowProps) {
  const facilityName = useFacilityName();
  const byWeek = new Map(program.weeks.map((week) => [week.weekOf, week]));
  return (
    <tr>
      <th scope="row">
        <span className="heat-name">
          <Link to={programLink(program.programId)}>{program.name}</Link>{' '}
          <LevelTag level={program.level} short />
        </span>
        <span className="quiet">
          {facilityName(program.facilityId)}
          <br />
          {policyWords(program.policy)}
        </span>
      </th>
      {weeks.map((weekOf) => (
        <WeekCell
          key={weekOf}
          week={byWeek.get(weekOf)}

          to={programLink(program.programId, weekOf)}
        />
      ))}
    </tr>
  );
}

interface CellProps {
  week: AttendanceWeek | undefined;
  to: string;
}

function WeekCell({ week, to }: CellProps) {
  if (!week || week.patients === 0) return <td className="heat-none">·</td>;
  const share = week.compliant === null ? null : week.compliant / week.patients;
  const title = weekWords(week);
  return (
    <td className={heatClass(share)} title={title}>
      <Link to={to}>
        {share === null ? formatHours(week.medianHours) : `${Math.round(share * 100)} %`}
        <span className="visually-hidden">, week of {formatDay(week.weekOf)}</span>
      </Link>
      <small>
        {week.compliant === null ? counted(week.patients, 'patient') : `${week.compliant}/${week.patients}`}
      </small>
    </td>
  );
}

function weekWords({ weekOf, patients, compliant, prorated, medianHours }: AttendanceWeek): string {
  const met =
    compliant === null
      ? counted(patients, 'patient')
      : `${compliant} of ${counted(patients, 'patient')} met the hours`;
  return `Week of ${formatDay(weekOf)}: ${met}, median ${formatHours(medianHours)}, ${prorated} pro-rated`;
}
