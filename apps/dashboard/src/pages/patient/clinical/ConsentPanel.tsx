import type { Pathway } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { sentence } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { MomentLink } from './EventLink.tsx';

type Consent = Pathway['consents'][number];

const columns: Column<Consent>[] = [
  {
    key: 'recipient',
    header: 'Recipient',
    cell: ({ recipient }) => recipient,
    sortBy: ({ recipient }) => recipient,
  },
  { key: 'purpose', header: 'Purpose', cell: ({ purpose }) => sentence(purpose) },
  { key: 'scope', header: 'Covers', cell: ({ scope }) => scope.map(sentence).join(', ') },
  { key: 'granted', header: 'Granted', cell: (one) => <MomentLink moment={one} />, sortBy: ({ at }) => at },
  { key: 'until', header: 'Until', cell: ({ until }) => (until ? formatDay(until) : 'Until revoked') },
  { key: 'revoked', header: 'Revoked', cell: ({ revoked }) => <MomentLink moment={revoked} /> },
];

export function ConsentPanel({ pathway: { consents } }: { pathway: Pathway }) {
  return (
    <Panel title="Consents">
      <DataTable caption="Consents" columns={columns} rows={consents} rowKey={({ consentId }) => consentId} />
    </Panel>
  );
}
