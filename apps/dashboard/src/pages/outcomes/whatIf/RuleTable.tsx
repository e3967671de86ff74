import type { WhatIf } from '../../../api/types.ts';
import { formatInterval, formatNumber, formatPercent, sentence } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';

type Result = NonNullable<WhatIf['result']>;
type Flow = Result['flows'][number];
interface Row {
  rule: string;
  rate: Result['before']['overall'];
}

const count = (header: string, of: (row: Row) => number): Column<Row> => ({
  key: header,
  header,
  numeric: true,
  cell: (row) => formatNumber(of(row)),
});

const columns: Column<Row>[] = [
  { key: 'rule', header: 'Rule', cell: ({ rule }) => rule },
  {
    key: 'rate',
    header: 'Rate',
    numeric: true,
    cell: ({ rate }) => <strong>{formatPercent(rate.rate)}</strong>,
  },
  {
    key: 'interval',
    header: '95 % interval',
    numeric: true,
    cell: ({ rate }) => formatInterval(rate.interval),
  },
  count('Numerator', ({ rate }) => rate.numerator),
  count('Denominator', ({ rate }) => rate.denominator),
  count('Excluded', ({ rate }) => rate.excluded),
  count('Open', ({ rate }) => rate.open),
];

/** Both rates, one under the other. */
export function RuleTable({ result }: { result: Result }) {
  const rows = [
    { rule: 'The definition', rate: result.before.overall },
    { rule: 'The other rule', rate: result.after.overall },
  ];
  return (
    <DataTable caption="Rates by both rules" columns={columns} rows={rows} rowKey={({ rule }) => rule} />
  );
}

const verdict = (one: string): string => (one === 'none' ? 'No such case' : sentence(one));

const flowColumns: Column<Flow>[] = [
  { key: 'from', header: 'By the definition', cell: ({ from }) => verdict(from) },
  { key: 'to', header: 'By the other rule', cell: ({ to }) => verdict(to) },
  {
    key: 'cases',
    header: 'Cases',
    numeric: true,
    cell: ({ cases }) => formatNumber(cases),
    sortBy: ({ cases }) => cases,
  },
];

/** How many cases went from one verdict to another. */
export function FlowTable({ flows }: { flows: Flow[] }) {
  if (flows.length === 0) return null;
  return (
    <DataTable
      caption="From verdict to verdict"
      columns={flowColumns}
      rows={flows}
      rowKey={({ from, to }) => `${from} ${to}`}
    />
  );
}
