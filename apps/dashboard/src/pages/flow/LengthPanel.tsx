import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { lengthsQuery } from '../../api/queries.ts';
import type { GroupLengths, LengthsAnswer } from '../../api/types.ts';
import { formatDays, formatNumber, sentence } from '../../format/words.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { Select } from '../../parts/Fields.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { linkTo, oneOf, scopeOf, useAddress, type Period } from '../../url/address.ts';
import { CsvLink } from '../outcomes/CsvLink.tsx';
import { useLabelOf } from '../outcomes/groupLabel.ts';

export const lengthGroupings = ['level', 'facility', 'program', 'payer', 'month'] as const;

type Row = Omit<GroupLengths, 'key'> & { key: string | undefined };
type LinkOf = (row: Row, span?: { least: number; most: number | null }) => string;

/** How long the stays lasted that ended in a period, and the way down to them. */
export function LengthPanel({ period }: { period: Period }) {
  const { params, change } = useAddress();
  const groupBy = oneOf(params.get('lengthsBy'), lengthGroupings);
  const labelOf = useLabelOf(groupBy);
  const question = { ...scopeOf(params), ...period, groupBy };
  const query = useQuery(lengthsQuery(question));
  const linkOf: LinkOf = ({ key }, span) =>
    linkTo('/flow/stays', params, {
      ...period,
      lengthsBy: groupBy,
      group: key,
      leastDays: span && String(span.least),
      mostDays: span?.most?.toString(),
    });
  const rowsOf = ({ groups, overall }: LengthsAnswer): Row[] => [
    ...groups.map((group) => ({ ...group, label: labelOf(group) })),
    { key: undefined, label: 'All', ...overall },
  ];
  return (
    <Panel
      title="Length of stay"
      note="Of the stays that ended in the period, in days from beginning to end, leave included. A stay ends with a discharge or a change of level."
      actions={
        <>
          <Select
            label="Lengths by"
            value={groupBy}
            options={lengthGroupings.map((value) => ({ value, label: sentence(value) }))}
            onChange={(lengthsBy) => change({ lengthsBy })}
          />
          <CsvLink path="/v1/lengths-of-stay" question={question} />
        </>
      }
    >
      <Answered
        query={query}
        isEmpty={({ overall }) => overall.stays === 0}
        empty="No stay ended in this period under these filters."
      >
        {(answer) => {
          const rows = rowsOf(answer);
          const table = {
            rows,
            rowKey: ({ key }: Row) => key ?? '',
            marked: ({ key }: Row) => key === undefined,
          };
          return (
            <>
              <DataTable
                caption="Lengths of stay"
                columns={lengthColumns(sentence(groupBy), linkOf)}
                {...table}
              />
              <DataTable
                caption="Stays by how many days they lasted"
                columns={spanColumns(sentence(groupBy), answer.overall.spans, linkOf)}
                {...table}
              />
            </>
          );
        }}
      </Answered>
    </Panel>
  );
}

const label = (header: string): Column<Row> => ({ key: 'label', header, cell: (row) => row.label });

const days = (key: string, header: string, of: (row: Row) => number | null): Column<Row> => ({
  key,
  header,
  numeric: true,
  cell: (row) => formatDays(of(row)),
  sortBy: of,
});

const lengthColumns = (header: string, linkOf: LinkOf): Column<Row>[] => [
  label(header),
  {
    key: 'stays',
    header: 'Stays',
    numeric: true,
    cell: (row) => (
      <Link to={linkOf(row)} aria-label={`${row.label}, stays: ${row.stays}`}>
        {formatNumber(row.stays)}
      </Link>
    ),
    sortBy: ({ stays }) => stays,
  },
  days('lower', 'A quarter within', ({ lowerQuartileDays }) => lowerQuartileDays),
  days('median', 'Median', ({ medianDays }) => medianDays),
  days('upper', 'Three quarters within', ({ upperQuartileDays }) => upperQuartileDays),
  days('ninth', 'Nine in ten within', ({ ninthDecileDays }) => rounded(ninthDecileDays)),
  days('longest', 'Longest', ({ longestDays }) => longestDays),
  days('mean', 'Mean', ({ meanDays }) => rounded(meanDays)),
];

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10) / 10;

const spanColumns = (header: string, spans: Row['spans'], linkOf: LinkOf): Column<Row>[] => [
  label(header),
  ...spans.map((span, place): Column<Row> => ({
    key: String(span.least),
    header: spanName(span),
    numeric: true,
    cell: (row) => {
      const { stays } = row.spans[place]!;
      if (stays === 0) return <span className="quiet">0</span>;
      return (
        <Link to={linkOf(row, span)} aria-label={`${row.label}, stays of ${spanName(span)} days: ${stays}`}>
          {formatNumber(stays)}
        </Link>
      );
    },
  })),
];

const spanName = ({ least, most }: { least: number; most: number | null }): string =>
  most === null ? `${least}+` : least === most ? `${least}` : `${least}–${most}`;
