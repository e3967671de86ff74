import type { CurvePoint } from '../../../api/types.ts';
import { formatInterval, formatNumber, formatPercent } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import type { Series } from './series.ts';

interface Row extends CurvePoint {
  key: string;
  label: string;
}

const columns: Column<Row>[] = [
  { key: 'label', header: 'Group', cell: ({ label }) => label, sortBy: ({ label }) => label },
  { key: 'days', header: 'Day', numeric: true, cell: ({ days }) => days, sortBy: ({ days }) => days },
  { key: 'atRisk', header: 'At risk', numeric: true, cell: ({ atRisk }) => formatNumber(atRisk) },
  { key: 'events', header: 'Events', numeric: true, cell: ({ events }) => formatNumber(events) },
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

/** Every step of the curves that are drawn. */
export function CurveTable({ series }: { series: Series[] }) {
  const rows = series.flatMap(({ key, label, curve }) =>
    curve.points.map((point): Row => ({ ...point, key: `${key} ${point.days}`, label })),
  );
  return <DataTable caption="Steps of the curves" columns={columns} rows={rows} rowKey={({ key }) => key} />;
}
