import { Link } from 'react-router';
import type { MeasureGroup, Outcome } from '../../api/types.ts';
import { formatInterval, formatNumber, formatPercent } from '../../format/words.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';

interface Props {
  caption: string;
  header: string;
  groups: MeasureGroup[];
  labelOf: (group: MeasureGroup) => string;
  linkTo: (group: MeasureGroup, outcome?: Outcome) => string;
}

export function RateTable({ caption, header, groups, labelOf, linkTo }: Props) {
  const count = (
    key: string,
    name: string,
    outcome: Outcome,
    of: (group: MeasureGroup) => number,
  ): Column<MeasureGroup> => ({
    key,
    header: name,
    numeric: true,
    cell: (group) => (
      <Link to={linkTo(group, outcome)} aria-label={`${name}, ${labelOf(group)}: ${of(group)}`}>
        {formatNumber(of(group))}
      </Link>
    ),
    sortBy: of,
  });
  const columns: Column<MeasureGroup>[] = [
    {
      key: 'label',
      header,
      cell: (group) => <Link to={linkTo(group)}>{labelOf(group)}</Link>,
      sortBy: ({ key }) => key,
    },
    count('numerator', 'Numerator', 'numerator', ({ numerator }) => numerator),
    {
      key: 'denominator',
      header: 'Denominator',
      numeric: true,
      cell: ({ denominator }) => formatNumber(denominator),
      sortBy: ({ denominator }) => denominator,
    },
    {
      key: 'rate',
      header: 'Rate',
      numeric: true,
      cell: ({ rate }) => formatPercent(rate),
      sortBy: ({ rate }) => rate,
    },
    {
      key: 'interval',
      header: '95 % interval',
      numeric: true,
      cell: ({ interval }) => formatInterval(interval),
    },
    count('excluded', 'Excluded', 'excluded', ({ excluded }) => excluded),
    count('open', 'Open', 'open', ({ open }) => open),
  ];
  return <DataTable caption={caption} columns={columns} rows={groups} rowKey={({ key }) => key} />;
}
