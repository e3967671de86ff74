import { Link } from 'react-router';
import { useFacilityName } from '../../api/directory.ts';
import type { PatientSummary } from '../../api/types.ts';
import { ageOn, ageWords, formatDay, today } from '../../format/dates.ts';
import { fullName, sentence } from '../../format/words.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { patientLink } from '../../url/address.ts';

const optionalDay = (day: string | null) => (day ? formatDay(day) : '–');

const columns = (facilityName: (id: string) => string): Column<PatientSummary>[] => [
  {
    key: 'name',
    header: 'Patient',
    cell: ({ patientId, name }) => <Link to={patientLink(patientId)}>{fullName(name)}</Link>,
    sortBy: ({ name }) => fullName(name),
  },
  {
    key: 'age',
    header: 'Age',
    numeric: true,
    cell: ({ birthDate }) => (birthDate ? ageWords(birthDate, today()) : '–'),
    sortBy: ({ birthDate }) => (birthDate ? ageOn(birthDate, today()) : null),
  },
  { key: 'sex', header: 'Sex', cell: ({ sex }) => (sex ? sentence(sex) : '–') },
  {
    key: 'level',
    header: 'Level of care',
    cell: ({ levels }) =>
      levels.length > 0 ? (
        <span className="level-tags">
          {levels.map((level) => (
            <LevelTag key={level} level={level} />
          ))}
        </span>
      ) : (
        <span className="quiet">Not in care</span>
      ),
  },
  {
    key: 'facility',
    header: 'Facility',
    cell: ({ facilityId }) => (facilityId ? facilityName(facilityId) : '–'),
    sortBy: ({ facilityId }) => facilityId && facilityName(facilityId),
  },
  {
    key: 'since',
    header: 'Since',
    cell: ({ since }) => <span className="nowrap">{optionalDay(since)}</span>,
    sortBy: ({ since }) => since,
  },
  {
    key: 'lastSeen',
    header: 'Last seen',
    cell: ({ lastSeen }) => <span className="nowrap">{optionalDay(lastSeen)}</span>,
    sortBy: ({ lastSeen }) => lastSeen,
  },
];

export function PatientTable({ patients, caption }: { patients: PatientSummary[]; caption: string }) {
  const facilityName = useFacilityName();
  return (
    <DataTable
      caption={caption}
      columns={columns(facilityName)}
      rows={patients}
      rowKey={({ patientId }) => patientId}
    />
  );
}
