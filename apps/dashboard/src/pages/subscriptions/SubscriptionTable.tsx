import { useMutation, useQueryClient } from '@tanstack/react-query';
import { resumeSubscription, subscriptionsQuery } from '../../api/queries.ts';
import type { Subscription } from '../../api/types.ts';
import { formatInstant } from '../../format/dates.ts';
import { counted, formatNumber, sentence, spaced } from '../../format/words.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';

const optional = (instant: string | null) => (instant ? formatInstant(instant) : '–');

const columns: Column<Subscription>[] = [
  {
    key: 'url',
    header: 'Subscriber',
    cell: ({ url, description }) => (
      <span>
        {description ?? ''} <code>{url}</code>
      </span>
    ),
    sortBy: ({ url, description }) => description ?? url,
  },
  { key: 'state', header: 'State', cell: (one) => <State one={one} />, sortBy: ({ status }) => status },
  { key: 'wants', header: 'Is told of', cell: (one) => <span>{wants(one)}</span> },
  {
    key: 'delivered',
    header: 'Delivered',
    numeric: true,
    cell: ({ delivered }) => formatNumber(delivered),
    sortBy: ({ delivered }) => delivered,
  },
  {
    key: 'cursor',
    header: 'Stands at',
    cell: ({ cursor, head, isUpToDate }) => (
      <span className="nowrap">{isUpToDate ? 'Up to date' : `${position(cursor)} of ${position(head)}`}</span>
    ),
  },
  {
    key: 'success',
    header: 'Last success',
    cell: ({ lastSuccessAt }) => optional(lastSuccessAt),
    sortBy: ({ lastSuccessAt }) => lastSuccessAt,
  },
  {
    key: 'failure',
    header: 'Last failure',
    cell: ({ lastFailureAt, lastFailure }) => (
      <span>
        <span className="nowrap">{optional(lastFailureAt)}</span> {lastFailure}
      </span>
    ),
    sortBy: ({ lastFailureAt }) => lastFailureAt,
  },
  {
    key: 'next',
    header: 'Next attempt',
    cell: (one) => (one.status === 'active' && !one.nextAttemptAt ? '–' : <Resume one={one} />),
  },
];

export function SubscriptionTable({ subscriptions }: { subscriptions: Subscription[] }) {
  return (
    <DataTable
      caption="Subscribers to webhooks"
      columns={columns}
      rows={subscriptions}
      rowKey={({ id }) => id}
      marked={({ status }) => status === 'parked'}
    />
  );
}

const position = (cursor: string): string => cursor.split('.')[0] ?? cursor;

function State({ one: { status, attempts, fault } }: { one: Subscription }) {
  if (status === 'active' && fault)
    return (
      <span>
        <span className="badge bad">Held up by Stepwell</span> {fault}
      </span>
    );
  if (status === 'active' && attempts > 0)
    return <span className="badge warn">Failing, {counted(attempts, 'attempt')}</span>;
  const mark = status === 'active' ? 'good' : status === 'parked' ? 'bad' : 'open';
  return <span className={`badge ${mark}`}>{sentence(status)}</span>;
}

function wants({ kinds, alerts, facilities, payers }: Subscription): string {
  const lists = [
    kinds.map(spaced),
    alerts.map(sentence),
    facilities.map((id) => `facility ${id}`),
    payers.map((id) => `payer ${id}`),
  ];
  return lists.flat().join(', ') || 'Everything';
}

function Resume({ one: { id, nextAttemptAt } }: { one: Subscription }) {
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () => resumeSubscription(id),
    onSettled: () => queries.invalidateQueries({ queryKey: subscriptionsQuery.queryKey }),
  });
  return (
    <>
      {nextAttemptAt ? <span className="nowrap">{optional(nextAttemptAt)}</span> : null}{' '}
      <button type="button" disabled={again.isPending} onClick={() => again.mutate()}>
        {nextAttemptAt ? 'Try now' : 'Resume'}
      </button>
    </>
  );
}
