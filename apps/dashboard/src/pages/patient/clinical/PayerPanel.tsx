import { usePayerName } from '../../../api/directory.ts';
import type { Pathway } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { formatNumber, sentence } from '../../../format/words.ts';
import { LevelTag } from '../../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { MomentLink } from './EventLink.tsx';

type Authorization = Pathway['authorizations'][number];
type Divergence = Pathway['divergences'][number];

const columns = (payerName: (id: string) => string): Column<Authorization>[] => [
  { key: 'level', header: 'Authorised level', cell: ({ level }) => <LevelTag level={level} /> },
  {
    key: 'payer',
    header: 'Payer',
    cell: ({ payerId, grant }) => (
      <>
        {payerName(payerId)}
        {grant?.number ? <span className="quiet"> {grant.number}</span> : null}
      </>
    ),
  },
  { key: 'status', header: 'Status', cell: (one) => <Status authorization={one} /> },
  {
    key: 'days',
    header: 'Holds',
    cell: ({ grant }) => (grant ? `${formatDay(grant.from)} – ${formatDay(grant.to)}` : '–'),
    sortBy: ({ grant }) => grant?.from ?? null,
  },
  {
    key: 'used',
    header: 'Used',
    numeric: true,
    cell: ({ used, grant, requested }) =>
      `${formatNumber(used)}${grant ? ` of ${formatNumber(grant.units)}` : ''} ${(grant ?? requested)?.unitKind ?? ''}`,
  },
  {
    key: 'remaining',
    header: 'Remaining',
    numeric: true,
    cell: ({ remaining }) =>
      remaining === null ? (
        '–'
      ) : remaining < 0 ? (
        <span className="badge bad">{formatNumber(remaining)}</span>
      ) : (
        formatNumber(remaining)
      ),
    sortBy: ({ remaining }) => remaining,
  },
  {
    key: 'review',
    header: 'Next review',
    cell: ({ grant }) => (grant?.nextReview ? formatDay(grant.nextReview) : '–'),
  },
];

function Status({
  authorization: { status, requested, approved, denied, ended },
}: {
  authorization: Authorization;
}) {
  const last = ended ?? denied ?? approved ?? requested;
  const reason = ended?.reason ?? denied?.reason;
  return (
    <>
      {sentence(status)} <MomentLink moment={last} />
      {reason ? <span className="quiet"> {reason}</span> : null}
    </>
  );
}

/** What is paid for beside the level of care that is given. */
export function PayerPanel({ pathway }: { pathway: Pathway }) {
  const { coverages, authorizations, divergences } = pathway;
  const knownName = usePayerName();
  // A plan that has paid for no stay is known from the patient's coverage alone.
  const payerName = (id: string): string =>
    coverages.find((one) => one.payerId === id && one.payerName)?.payerName ?? knownName(id);
  return (
    <Panel
      title="Authorised and clinical level"
      note="What the health plan pays for beside the care that is given, at the end of the day looked at."
    >
      <ul className="plain">
        {divergences.map((one) => (
          <DivergenceLine key={`${one.stayId} ${one.kind}`} divergence={one} />
        ))}
        {coverages.map(({ coverageId, payerId, from, until }) => (
          <li key={coverageId} className="quiet">
            Covered by {payerName(payerId)}
            {from ? ` from ${formatDay(from)}` : ''}
            {until ? ` until ${formatDay(until)}` : ''}
          </li>
        ))}
      </ul>
      {authorizations.length > 0 ? (
        <DataTable
          caption="Authorizations"
          columns={columns(payerName)}
          rows={authorizations}
          rowKey={({ authorizationId }) => authorizationId}
        />
      ) : null}
    </Panel>
  );
}

function DivergenceLine({ divergence: { kind, clinical, authorized, since } }: { divergence: Divergence }) {
  return (
    <li>
      <span className="badge warn">{sentence(kind)}</span> Treated at <LevelTag level={clinical} />
      {authorized ? (
        <>
          , authorised <LevelTag level={authorized} />
        </>
      ) : null}{' '}
      <span className="quiet">since {formatDay(since)}</span>
    </li>
  );
}
