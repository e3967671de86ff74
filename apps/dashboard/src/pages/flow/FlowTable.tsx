import { Link } from 'react-router';
import type { Flow } from '../../api/types.ts';
import { formatDays, formatNumber } from '../../format/words.ts';
import { Place } from '../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { community, directionMark, exited, flowKey, flowName } from './flowWords.ts';

interface Props {
  flows: Flow[];
  linkTo: (flow: Flow) => string;
}

const columns = (linkTo: Props['linkTo']): Column<Flow>[] => [
  {
    key: 'from',
    header: 'From',
    cell: ({ fromLevel }) => <Place level={fromLevel} outside={community} />,
    sortBy: ({ fromLevel }) => fromLevel,
  },
  {
    key: 'to',
    header: 'To',
    cell: ({ toLevel }) => <Place level={toLevel} outside={exited} />,
    sortBy: ({ toLevel }) => toLevel,
  },
  {
    key: 'direction',
    header: 'Direction',
    cell: ({ direction }) => directionMark(direction),
    sortBy: ({ direction }) => direction,
  },
  {
    key: 'count',
    header: 'Moves',
    numeric: true,
    cell: (flow) => (
      <Link to={linkTo(flow)} aria-label={`${flow.count} moves, ${flowName(flow)}`}>
        {formatNumber(flow.count)}
      </Link>
    ),
    sortBy: ({ count }) => count,
  },
  {
    key: 'days',
    header: 'Median time before',
    numeric: true,
    cell: ({ medianDaysAtFrom }) => formatDays(medianDaysAtFrom),
    sortBy: ({ medianDaysAtFrom }) => medianDaysAtFrom,
  },
  {
    key: 'gap',
    header: 'Median gap',
    numeric: true,
    cell: ({ medianGapDays }) => formatDays(medianGapDays),
    sortBy: ({ medianGapDays }) => medianGapDays,
  },
];

export function FlowTable({ flows, linkTo }: Props) {
  const ordered = flows.toSorted((a, b) => b.count - a.count);
  return (
    <DataTable
      caption="Moves between levels of care"
      columns={columns(linkTo)}
      rows={ordered}
      rowKey={flowKey}
    />
  );
}
