import { Link } from 'react-router';
import type { CurvePoint } from '../../../api/types.ts';
import { formatInterval, formatNumber, formatPercent } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import type { Series } from './series.ts';

interface Row extends CurvePoint {
  key: string;
  label: string;
  series: Series;
}

interface Props {
  series: Series[];
  linkTo: (series: Series, patch: { eventDay: string }) => string;
}

const columns = (linkTo: Props['linkTo']): Column<Row>[] => [
  { key: 'label', header: 'Group', cell: ({ label }) => label, sortBy: ({ label }) => label },
  { key: 'days', header: 'Day', numeric: true, cell: ({ days }) => days, sortBy: ({ days }) => days },
  { key: 'atRisk', header: 'At risk', numeric: true, cell: ({ atRisk }) => formatNumber(atRisk) },
  {
    key: 'events',
    header: 'Events',
    numeric: true,
    cell: ({ events, series, label, days }) => (
      <Link
        to={linkTo(series, { eventDay: String(days) })}
        aria-label={`${label}, events on day ${days}: ${events}`}
      >
        {formatNumber(events)}
      </Link>
    ),
  },
  {
    key: 'survival',
    header: 'Without the event',
    numeric: true,
    cell: ({ survival }) => formatPercent(survival),
  },
  {
    key: 'interval',
    header: '95 % interval',
    numeric: true,
    cell: ({ interval }) => formatInterval(interval),
  },
];

/** Every step of the curves, and the way down to the cases of its day. */
export function CurveTable({ series, linkTo }: Props) {
  const rows = series.flatMap((one) =>
    one.curve.points.map((point): Row => ({
      ...point,
      key: `${one.key} ${point.days}`,
      label: one.label,
      series: one,
    })),
  );
  return (
    <DataTable
      caption="Steps of the curves"
      columns={columns(linkTo)}
      rows={rows}
      rowKey={({ key }) => key}
    />
  );
}
