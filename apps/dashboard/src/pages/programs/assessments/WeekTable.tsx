import { Link } from 'react-router';
import type { OutcomeShares, OutcomeTrend, OutcomeWeek } from '../../../api/types.ts';
import { formatInterval, formatNumber } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { shareWords, type AssessedAs, type LinkOf } from './assessments.ts';

type Row = OutcomeShares & Partial<Pick<OutcomeWeek, 'week' | 'median' | 'lowerQuartile' | 'upperQuartile'>>;

/** The numbers of the chart, and in the last row those of each patient's last assessment. */
export function WeekTable({ trend, linkOf }: { trend: OutcomeTrend; linkOf: LinkOf }) {
  return (
    <DataTable
      caption={`${trend.instrument} by weeks since admission`}
      columns={columnsOf(linkOf)}
      rows={[...trend.weeks, trend.latest]}
      rowKey={({ week }: Row) => String(week)}
      marked={({ week }: Row) => week === undefined}
    />
  );
}

const nameOf = ({ week }: Row): string => (week === undefined ? 'Last assessment' : `Week ${week}`);

const score = (key: string, header: string, of: (row: Row) => number | undefined): Column<Row> => ({
  key,
  header,
  numeric: true,
  cell: (row) => {
    const value = of(row);
    return value === undefined ? '–' : formatNumber(value);
  },
  sortBy: (row) => of(row) ?? null,
});

const columnsOf = (linkOf: LinkOf): Column<Row>[] => {
  const cases = (row: Row, counted: AssessedAs, shown: string | number) => (
    <Link
      className="nowrap"
      to={linkOf(counted, row.week)}
      aria-label={`${nameOf(row)}, ${counted}: ${shown}`}
    >
      {shown}
    </Link>
  );
  const share = (key: 'response' | 'remission', header: string, counted: AssessedAs): Column<Row> => ({
    key,
    header,
    cell: (row) => {
      const { [key]: rate } = row;
      if (rate.denominator === 0) return <span className="quiet">–</span>;
      return (
        <>
          {cases(row, counted, shareWords(rate))}{' '}
          <span className="quiet nowrap">{formatInterval(rate.interval)}</span>
        </>
      );
    },
    sortBy: ({ [key]: { rate } }) => rate,
  });
  return [
    { key: 'week', header: 'Since admission', cell: nameOf, sortBy: ({ week }) => week ?? null },
    {
      key: 'measured',
      header: 'Assessed',
      numeric: true,
      cell: (row) => (
        <>
          {row.isFew ? <span className="badge">few</span> : null} {cases(row, 'measured', row.measured)}
        </>
      ),
      sortBy: ({ measured }) => measured,
    },
    score('lower', 'Lower quartile', ({ lowerQuartile }) => lowerQuartile),
    score('median', 'Median', ({ median }) => median),
    score('upper', 'Upper quartile', ({ upperQuartile }) => upperQuartile),
    {
      key: 'followed',
      header: 'Began as a case, assessed again',
      numeric: true,
      cell: (row) =>
        row.response.denominator === 0 ? '0' : cases(row, 'followed', row.response.denominator),
      sortBy: ({ response }) => response.denominator,
    },
    share('response', 'Response', 'responded'),
    share('remission', 'Remission', 'remitted'),
  ];
};
