import { Link } from 'react-router';
import type { MeasureResult, Outcome, Rate } from '../../../api/types.ts';
import { formatInterval, formatNumber, formatPercent } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';

interface Props {
  before: MeasureResult;
  after: MeasureResult;
  labelOf: (group: { key: string; label: string }) => string;
  /** What the groups are. */
  header: string;
  thenName: string;
  linkTo: (group: string | undefined, outcome?: Outcome) => string;
}

interface Row {
  key: string | undefined;
  label: string;
  then: Rate | undefined;
  now: Rate | undefined;
}

/** Both reports side by side, a line for each group and one for all. What is known now leads to its cases. */
export function ThenAndNow({ before, after, labelOf, header, thenName, linkTo }: Props) {
  const rows = rowsOf(before, after, labelOf);
  const columns: Column<Row>[] = [
    { key: 'label', header, cell: ({ label }) => label, sortBy: ({ label }) => label },
    { key: 'then', header: thenName, numeric: true, cell: ({ then }) => <Figure rate={then} /> },
    {
      key: 'now',
      header: 'Known now',
      numeric: true,
      cell: ({ key, label, now }) => (
        <Figure
          rate={now}
          linkTo={(outcome) => linkTo(key, outcome)}
          name={`${label}, cases in the numerator now`}
        />
      ),
    },
    {
      key: 'difference',
      header: 'Difference',
      numeric: true,
      cell: (row) => formatPoints(differenceOf(row)),
      sortBy: differenceOf,
    },
  ];
  return (
    <DataTable
      caption="The rate then and now"
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key ?? ''}
      marked={({ key }) => key === undefined}
    />
  );
}

function rowsOf(before: MeasureResult, after: MeasureResult, labelOf: Props['labelOf']): Row[] {
  const then = new Map(before.groups.map((group) => [group.key, group]));
  const now = new Map(after.groups.map((group) => [group.key, group]));
  const groups = [...new Map([...then, ...now]).values()];
  return [
    ...groups.map((group) => ({
      key: group.key,
      label: labelOf(group),
      then: then.get(group.key),
      now: now.get(group.key),
    })),
    { key: undefined, label: 'All', then: before.overall, now: after.overall },
  ];
}

const differenceOf = ({ then, now }: Row): number | null =>
  typeof then?.rate === 'number' && typeof now?.rate === 'number' ? 100 * (now.rate - then.rate) : null;

const formatPoints = (points: number | null): string =>
  points === null ? '–' : `${points > 0 ? '+' : ''}${points.toFixed(1)} points`;

interface FigureProps {
  rate: Rate | undefined;
  linkTo?: (outcome: Outcome) => string;
  name?: string;
}

function Figure({ rate, linkTo, name }: FigureProps) {
  if (!rate) return <span className="quiet">no cases</span>;
  const { numerator, denominator, open } = rate;
  return (
    <>
      <strong>{formatPercent(rate.rate)}</strong>{' '}
      <span className="quiet nowrap">({formatInterval(rate.interval)})</span>
      <br />
      <span className="nowrap">
        {linkTo ? (
          <Link to={linkTo('numerator')} aria-label={`${name}: ${numerator}`}>
            {formatNumber(numerator)}
          </Link>
        ) : (
          formatNumber(numerator)
        )}{' '}
        of {formatNumber(denominator)}
        {open > 0 ? `, ${formatNumber(open)} open` : ''}
      </span>
    </>
  );
}
