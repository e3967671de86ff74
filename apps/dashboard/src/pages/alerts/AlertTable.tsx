import { Link } from 'react-router';
import { useFacilityName, usePayerName } from '../../api/directory.ts';
import type { Alert, AlertKind } from '../../api/types.ts';
import { daysBetween, formatDay } from '../../format/dates.ts';
import { counted, fullName } from '../../format/words.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { patientLink } from '../../url/address.ts';

interface Props {
  alerts: Alert[];
  kinds: AlertKind[];
  /** The day on which they are open. */
  on: string;
}

export function AlertTable({ alerts, kinds, on }: Props) {
  const names = { facility: useFacilityName(), payer: usePayerName() };
  return (
    <DataTable
      caption="Open alerts"
      columns={columns(kinds, on, names)}
      rows={alerts}
      rowKey={({ kind, patientId, alertId }) => `${kind} ${patientId} ${alertId}`}
    />
  );
}

interface Names {
  facility: (id: string) => string;
  payer: (id: string) => string;
}

const columns = (kinds: AlertKind[], on: string, names: Names): Column<Alert>[] => {
  const ofKind = (alert: Alert) => kinds.find(({ kind }) => kind === alert.kind);
  return [
    {
      key: 'patient',
      header: 'Patient',
      cell: ({ patientId, name, eventIds }) => (
        <Link to={patientLink(patientId, eventIds.at(-1))}>{fullName(name)}</Link>
      ),
      sortBy: ({ name }) => fullName(name),
    },
    {
      key: 'kind',
      header: 'Alert',
      cell: (alert) => ofKind(alert)?.title ?? alert.kind,
      sortBy: ({ kind }) => kind,
    },
    {
      key: 'deadline',
      header: 'Deadline',
      cell: ({ deadline }) => <Deadline on={on} deadline={deadline} />,
      sortBy: ({ deadline }) => deadline,
    },
    {
      key: 'since',
      header: 'Since',
      cell: ({ opensOn }) => <span className="nowrap">{formatDay(opensOn)}</span>,
      sortBy: ({ opensOn }) => opensOn,
    },
    { key: 'why', header: 'Why', cell: ({ explanation }) => <span className="why">{explanation}</span> },
    {
      key: 'closes',
      header: 'What closes it',
      cell: (alert) => ofKind(alert)?.closes,
    },
    {
      key: 'facility',
      header: 'Facility',
      cell: ({ facilityId }) => (facilityId ? names.facility(facilityId) : '–'),
      sortBy: ({ facilityId }) => facilityId && names.facility(facilityId),
    },
    {
      key: 'payer',
      header: 'Payer',
      cell: ({ payerId }) => (payerId ? names.payer(payerId) : '–'),
      sortBy: ({ payerId }) => payerId && names.payer(payerId),
    },
  ];
};

function Deadline({ on, deadline }: { on: string; deadline: string | null }) {
  if (!deadline) return <>–</>;
  const left = daysBetween(on, deadline);
  return (
    <span className="nowrap">
      {formatDay(deadline)} <span className={left <= 1 ? 'badge bad' : 'badge warn'}>{leftWords(left)}</span>
    </span>
  );
}

const leftWords = (days: number): string => {
  if (days === 0) return 'today';
  return days > 0 ? `${counted(days, 'day')} left` : `${counted(-days, 'day')} ago`;
};
