import { Link } from 'react-router';
import { useFacilityName } from '../../api/directory.ts';
import type { QuarantineItem } from '../../api/types.ts';
import { formatInstant } from '../../format/dates.ts';
import { formatNumber, sentence } from '../../format/words.ts';
import { channelNames } from './channelNames.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';

const columns = (facilityName: (id: string) => string): Column<QuarantineItem>[] => [
  {
    key: 'message',
    header: 'Message',
    cell: ({ id, messageType, messageId }) => (
      <Link to={`/quarantine/${encodeURIComponent(id)}`}>
        {messageType ?? 'Message'} {messageId ?? ''}
      </Link>
    ),
    sortBy: ({ messageId }) => messageId,
  },
  {
    key: 'received',
    header: 'Received',
    cell: ({ receivedAt }) => <span className="nowrap">{formatInstant(receivedAt)}</span>,
    sortBy: ({ receivedAt }) => receivedAt,
  },
  {
    key: 'seen',
    header: 'Times seen',
    numeric: true,
    cell: ({ timesSeen }) => formatNumber(timesSeen),
    sortBy: ({ timesSeen }) => timesSeen,
  },
  {
    key: 'channel',
    header: 'Channel',
    cell: ({ channel }) => channelNames[channel],
    sortBy: ({ channel }) => channel,
  },
  {
    key: 'facility',
    header: 'Facility',
    cell: ({ facility }) => (facility ? facilityName(facility) : '–'),
    sortBy: ({ facility }) => facility,
  },
  {
    key: 'code',
    header: 'Reason',
    cell: ({ code }) => <span className="nowrap">{sentence(code)}</span>,
    sortBy: ({ code }) => code,
  },
  { key: 'detail', header: 'Detail', cell: ({ detail }) => <span className="why">{detail}</span> },
];

export function QuarantineTable({ items }: { items: QuarantineItem[] }) {
  return (
    <DataTable
      caption="Messages in quarantine"
      columns={columns(useFacilityName())}
      rows={items}
      rowKey={({ id }) => id}
    />
  );
}
