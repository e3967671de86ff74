import { Link } from 'react-router';
import type { Outcome, Rate } from '../../../api/types.ts';
import { formatInterval, formatNumber, formatPercent } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { sideBySide } from './sideBySide.ts';

interface Rates {
  overall: Rate;
  groups: (Rate & { key: string; label?: string })[];
}

interface Props {
  before: Rates;
  after: Rates;
  labelOf: (group: { key: string; label?: string }) => string;
  /** What the groups are. */
  header: string;
  /** What either is, as the columns say. */
  names: { before: string; after: string };
  caption: string;
  /** The cases in the numerator of either, where there is a way to them. */
  linkTo: (group: string | undefined, outcome: Outcome, which: 'before' | 'after') => string | undefined;
}

interface Row {
  key: string | undefined;
  label: string;
  then: Rate | undefined;
  now: Rate | undefined;
}

/** Two answers to one question side by side, a line for each group and one for all. */
export function ThenAndNow({ before, after, labelOf, header, names, caption, linkTo }: Props) {
  const rows = rowsOf(before, after, labelOf);
  const column = (
    which: 'before' | 'after',
    name: string,
    of: (row: Row) => Rate | undefined,
  ): Column<Row> => ({
    key: which,
    header: name,
    numeric: true,
    cell: (row) => (
      <Figure
        rate={of(row)}
        to={linkTo(row.key, 'numerator', which)}
        name={`${row.label}, cases in the numerator: ${name}`}
      />
    ),
  });
  const columns: Column<Row>[] = [
    { key: 'label', header, cell: ({ label }) => label, sortBy: ({ label }) => label },
    column('before', names.before, ({ then }) => then),
    column('after', names.after, ({ now }) => now),
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
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key ?? ''}
      marked={({ key }) => key === undefined}
    />
  );
}

function rowsOf(before: Rates, after: Rates, labelOf: Props['labelOf']): Row[] {
  return [
    ...sideBySide(before.groups, after.groups).map(({ group, before: then, after: now }) => ({
      key: group.key,
      label: labelOf(group),
      ...{ then, now },
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
  to: string | undefined;
  name: string;
}

function Figure({ rate, to, name }: FigureProps) {
  if (!rate) return <span className="quiet">no cases</span>;
  const { numerator, denominator, open } = rate;
  return (
    <>
      <strong>{formatPercent(rate.rate)}</strong>{' '}
      <span className="quiet nowrap">({formatInterval(rate.interval)})</span>
      <br />
      <span className="nowrap">
        {to ? (
          <Link to={to} aria-label={`${name}: ${numerator}`}>
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
