import { Link } from 'react-router';
import type { CensusSeries, Level } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { formatNumber } from '../../format/words.ts';
import { levels } from '../../levels/levels.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';

type Point = CensusSeries['points'][number];
type DayLink = (day: string, level?: Level) => string;

export function CensusTable({ points, dayLink }: { points: Point[]; dayLink: DayLink }) {
  return (
    <DataTable
      caption="Census over time, patients by level of care"
      columns={columns(dayLink)}
      rows={points}
      rowKey={({ on }) => on}
    />
  );
}

const columns = (dayLink: DayLink): Column<Point>[] => [
  {
    key: 'on',
    header: 'Day',
    cell: ({ on }) => <Link to={dayLink(on)}>{formatDay(on)}</Link>,
    sortBy: ({ on }) => on,
  },
  ...levels.map(({ id, name, code }) => ({
    key: id,
    header: code,
    numeric: true,
    cell: (point: Point) => (
      <Link
        to={dayLink(point.on, id)}
        aria-label={`${name}, ${formatDay(point.on)}: ${point.levels[id] ?? 0}`}
      >
        {formatNumber(point.levels[id] ?? 0)}
      </Link>
    ),
    sortBy: (point: Point) => point.levels[id] ?? 0,
  })),
  {
    key: 'total',
    header: 'Total',
    numeric: true,
    cell: ({ total }) => formatNumber(total),
    sortBy: ({ total }) => total,
  },
];
