import { Link } from 'react-router';
import type { Outcome } from '../../../api/types.ts';
import { formatDays, formatNumber } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import type { Series } from './series.ts';

interface Props {
  series: Series[];
  linkTo: (series: Series, patch: { outcome?: Outcome }) => string;
}

/** Each group in numbers, and the way down to its cases. */
export function CurveSummary({ series, linkTo }: Props) {
  const count = (name: string, outcome: Outcome, of: (one: Series) => number): Column<Series> => ({
    key: name,
    header: name,
    numeric: true,
    cell: (one) => (
      <Link to={linkTo(one, { outcome })} aria-label={`${name}, ${one.label}: ${of(one)}`}>
        {formatNumber(of(one))}
      </Link>
    ),
    sortBy: of,
  });
  const columns: Column<Series>[] = [
    { key: 'label', header: 'Group', cell: ({ label }) => label, sortBy: ({ label }) => label },
    count('With the event', 'numerator', ({ curve }) => curve.events),
    count('Without, as long as followed', 'not-numerator', ({ curve }) => curve.subjects - curve.events),
    {
      key: 'subjects',
      header: 'Cases',
      numeric: true,
      cell: ({ curve }) => formatNumber(curve.subjects),
      sortBy: ({ curve }) => curve.subjects,
    },
    {
      key: 'median',
      header: 'Median time',
      numeric: true,
      cell: ({ curve }) => (curve.medianDays === null ? 'not reached' : formatDays(curve.medianDays)),
      sortBy: ({ curve }) => curve.medianDays,
    },
  ];
  return <DataTable caption="Curves in numbers" columns={columns} rows={series} rowKey={({ key }) => key} />;
}
