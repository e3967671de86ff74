import { Link } from 'react-router';
import type { MeasureCase } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { fullName, sentence } from '../../format/words.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { patientLink } from '../../url/address.ts';
import { EventLinks } from './EventLinks.tsx';
import { OutcomeBadge } from './outcomeWords.tsx';

const columns: Column<MeasureCase>[] = [
  {
    key: 'name',
    header: 'Patient',
    cell: ({ patientId, name, eventIds }) => (
      <Link to={patientLink(patientId, eventIds[0])}>{fullName(name)}</Link>
    ),
    sortBy: ({ name }) => fullName(name),
  },
  {
    key: 'indexOn',
    header: 'Index day',
    cell: ({ indexOn }) => <span className="nowrap">{formatDay(indexOn)}</span>,
    sortBy: ({ indexOn }) => indexOn,
  },
  { key: 'level', header: 'Level', cell: ({ level }) => <LevelTag level={level} short /> },
  {
    key: 'outcome',
    header: 'Outcome',
    cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
    sortBy: ({ outcome }) => outcome,
  },
  {
    key: 'explanation',
    header: 'Why',
    cell: ({ explanation, exclusion }) => (
      <span className="why">
        {explanation}
        {exclusion ? <span className="quiet"> ({sentence(exclusion)})</span> : null}
      </span>
    ),
  },
  {
    key: 'events',
    header: 'Events',
    cell: ({ patientId, eventIds }) => <EventLinks patientId={patientId} eventIds={eventIds} />,
  },
];

export function CaseTable({ cases }: { cases: MeasureCase[] }) {
  return <DataTable caption="Cases" columns={columns} rows={cases} rowKey={({ caseId }) => caseId} />;
}
