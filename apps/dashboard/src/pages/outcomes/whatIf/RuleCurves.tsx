import type { GroupBy, WhatIf } from '../../../api/types.ts';
import { formatDays, formatNumber } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { CurveChart } from '../curves/CurveChart.tsx';
import { CurveLegend } from '../curves/CurveLegend.tsx';
import type { Series } from '../curves/series.ts';
import { useDrawn } from '../curves/useDrawn.ts';
import { useLabelOf } from '../groupLabel.ts';
import { sideBySide } from '../known/sideBySide.ts';

type Curves = NonNullable<NonNullable<WhatIf['result']>['curves']>;
type Curve = Curves['before']['overall'];
type Group = Curves['before']['groups'][number];

interface Props {
  curves: Curves;
  days: number;
  groupBy: GroupBy;
}

/** The curves by both rules, whole; and both in numbers, by group too. */
export function RuleCurves({ curves: { before, after }, days, groupBy }: Props) {
  const labelOf = useLabelOf(groupBy);
  const { drawnOf, toggle } = useDrawn('rules');
  const both: Series[] = [
    { key: 'before', label: 'By the definition', curve: before.overall, place: 0 },
    { key: 'after', label: 'By the other rule', curve: after.overall, place: 1 },
  ];
  const drawn = drawnOf(both);
  const groups = groupBy === 'none' ? [] : sideBySide<Group>(before.groups, after.groups);
  const rows: Row[] = [
    ...groups.map(({ group, ...both }) => ({ key: group.key, label: labelOf(group), ...both })),
    { key: '', label: 'All', before: before.overall, after: after.overall },
  ];
  return (
    <>
      <CurveChart series={both.filter(({ key }) => drawn.has(key))} days={days} event="the event" />
      <CurveLegend all={both} drawn={drawn} onToggle={(key) => toggle(both, key)} />
      <DataTable caption="Curves by both rules" columns={columns} rows={rows} rowKey={({ key }) => key} />
    </>
  );
}

interface Row {
  key: string;
  label: string;
  before: Curve | undefined;
  after: Curve | undefined;
}

const column = (
  header: string,
  of: (row: Row) => Curve | undefined,
  text: (curve: Curve) => string,
): Column<Row> => ({
  key: header,
  header,
  numeric: true,
  cell: (row) => {
    const curve = of(row);
    return curve ? text(curve) : <span className="quiet">no cases</span>;
  },
});

const events = ({ events: with_, subjects }: Curve): string =>
  `${formatNumber(with_)} of ${formatNumber(subjects)}`;
const median = ({ medianDays }: Curve): string =>
  medianDays === null ? 'not reached' : formatDays(medianDays);

const columns: Column<Row>[] = [
  { key: 'label', header: 'Group', cell: ({ label }) => label },
  column('With the event, by the definition', ({ before }) => before, events),
  column('By the other rule', ({ after }) => after, events),
  column('Median time, by the definition', ({ before }) => before, median),
  column('Median, by the other rule', ({ after }) => after, median),
];
