import { Link } from 'react-router';
import { useFacilityName } from '../../api/directory.ts';
import type { Member } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { formatDays, formatNumber, fullName, sentence } from '../../format/words.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { patientLink } from '../../url/address.ts';

export function MemberTable({ members }: { members: Member[] }) {
  return (
    <DataTable
      caption="Members in treatment"
      columns={columns(useFacilityName())}
      rows={members}
      rowKey={({ patientId, stayId }) => `${patientId} ${stayId}`}
    />
  );
}

const columns = (facilityName: (id: string) => string): Column<Member>[] => [
  {
    key: 'name',
    header: 'Member',
    cell: ({ patientId, name, eventId }) => (
      <Link to={patientLink(patientId, eventId ?? undefined)}>{fullName(name)}</Link>
    ),
    sortBy: ({ name }) => fullName(name),
  },
  { key: 'level', header: 'Clinical level', cell: ({ level }) => <LevelTag level={level} /> },
  { key: 'authorized', header: 'Authorised', cell: (member) => <Authorised member={member} /> },
  {
    key: 'days',
    header: 'In level',
    numeric: true,
    cell: ({ daysInLevel, since }) => (
      <span title={`Since ${formatDay(since)}`}>{formatDays(daysInLevel)}</span>
    ),
    sortBy: ({ daysInLevel }) => daysInLevel,
  },
  {
    key: 'remaining',
    header: 'Units left',
    numeric: true,
    cell: ({ authorization }) =>
      authorization
        ? `${formatNumber(authorization.remaining)} of ${formatNumber(authorization.units)} ${authorization.unitKind}`
        : '–',
    sortBy: ({ authorization }) => authorization?.remaining ?? null,
  },
  {
    key: 'review',
    header: 'Next review',
    cell: ({ authorization }) => (authorization?.nextReview ? formatDay(authorization.nextReview) : '–'),
    sortBy: ({ authorization }) => authorization?.nextReview ?? null,
  },
  { key: 'alerts', header: 'Alerts', cell: (member) => <Alerts member={member} /> },
  {
    key: 'facility',
    header: 'Facility',
    cell: ({ facilityId }) => facilityName(facilityId),
    sortBy: ({ facilityId }) => facilityName(facilityId),
  },
];

function Authorised({ member: { patientId, authorization, divergence } }: { member: Member }) {
  return (
    <>
      {authorization ? (
        <Link className="nowrap" to={patientLink(patientId, authorization.eventId)}>
          <LevelTag level={authorization.level} short /> to {formatDay(authorization.to)}
        </Link>
      ) : null}{' '}
      {divergence ? (
        <span className="badge warn" title={`Since ${formatDay(divergence.since)}`}>
          {sentence(divergence.kind)}
        </span>
      ) : null}
      {authorization || divergence ? null : <span className="quiet">never asked</span>}
    </>
  );
}

function Alerts({ member: { patientId, alerts } }: { member: Member }) {
  if (alerts.length === 0) return <span className="quiet">none</span>;
  return (
    <ul className="plain">
      {alerts.map(({ kind, alertId, explanation, eventIds, deadline }) => (
        <li key={`${kind} ${alertId}`}>
          <Link to={patientLink(patientId, eventIds.at(-1))} title={explanation}>
            {sentence(kind)}
          </Link>
          {deadline ? <span className="quiet nowrap"> by {formatDay(deadline)}</span> : null}
        </li>
      ))}
    </ul>
  );
}
