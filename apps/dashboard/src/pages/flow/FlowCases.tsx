import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { flowCasesQuery } from '../../api/queries.ts';
import type { FlowCase, Level } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { formatDays, fullName } from '../../format/words.ts';
import { isLevel } from '../../levels/levels.ts';
import { Place } from '../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { Filters, PeriodFields, ScopeFields } from '../../parts/Filters.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { linkTo, patientLink, periodOf, scopeOf, useAddress } from '../../url/address.ts';
import { community, exited, placeName } from './flowWords.ts';

const columns: Column<FlowCase>[] = [
  {
    key: 'name',
    header: 'Patient',
    cell: ({ patientId, name, eventIds }) => (
      <Link to={patientLink(patientId, eventIds[0])}>{fullName(name)}</Link>
    ),
    sortBy: ({ name }) => fullName(name),
  },
  {
    key: 'on',
    header: 'On',
    cell: ({ on }) => <span className="nowrap">{formatDay(on)}</span>,
    sortBy: ({ on }) => on,
  },
  { key: 'from', header: 'From', cell: ({ fromLevel }) => <Place level={fromLevel} outside={community} /> },
  { key: 'to', header: 'To', cell: ({ toLevel }) => <Place level={toLevel} outside={exited} /> },
  {
    key: 'days',
    header: 'Time before',
    numeric: true,
    cell: ({ daysAtFrom }) => formatDays(daysAtFrom),
    sortBy: ({ daysAtFrom }) => daysAtFrom,
  },
  {
    key: 'gap',
    header: 'Gap',
    numeric: true,
    cell: ({ gapDays }) => formatDays(gapDays),
    sortBy: ({ gapDays }) => gapDays,
  },
];

const end = (asked: string | null): Level | 'none' | undefined =>
  asked === 'none' ? 'none' : isLevel(asked) ? asked : undefined;
const named = (level: Level | 'none' | undefined, outside: string) =>
  level === undefined ? 'Any level' : placeName(level === 'none' ? null : level, outside);

export function FlowCases() {
  const { params } = useAddress();
  const period = periodOf(params, 90);
  const fromLevel = end(params.get('fromLevel'));
  const toLevel = end(params.get('toLevel'));
  const query = useInfiniteQuery(
    flowCasesQuery({ ...scopeOf(params), ...period, fromLevel, toLevel, limit: 50 }),
  );
  const title = `${named(fromLevel, community)} → ${named(toLevel, exited)}`;
  return (
    <Page
      title={title}
      lead={`From ${formatDay(period.from)} to ${formatDay(period.to)}. A name leads to the event of the move.`}
      up={{ to: linkTo('/flow', params, { ...period }), name: 'Flow between levels' }}
    >
      <Filters>
        <ScopeFields />
        <PeriodFields period={period} />
      </Filters>
      <Panel title="Moves">
        <Answered
          query={query}
          isEmpty={({ pages }) => pages[0]?.total === 0}
          empty="Nobody made this move in this period."
        >
          {({ pages }) => {
            const cases = pages.flatMap((page) => page.cases);
            return (
              <>
                <DataTable
                  caption={title}
                  columns={columns}
                  rows={cases}
                  rowKey={({ patientId, on, eventIds }) => `${patientId}${on}${eventIds[0]}`}
                />
                <More shown={cases.length} total={pages[0]?.total ?? 0} query={query} />
              </>
            );
          }}
        </Answered>
      </Panel>
    </Page>
  );
}
