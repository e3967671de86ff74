import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { endedStaysQuery } from '../../api/queries.ts';
import type { EndedStay } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { formatDays, fullName } from '../../format/words.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { Filters, PeriodFields, ScopeFields } from '../../parts/Filters.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { linkTo, oneOf, patientLink, periodOf, scopeOf, useAddress } from '../../url/address.ts';
import { useGroupLabel } from '../outcomes/groupLabel.ts';
import { lengthGroupings } from './LengthPanel.tsx';

const columns: Column<EndedStay>[] = [
  {
    key: 'name',
    header: 'Patient',
    cell: ({ patientId, name, eventIds }) => (
      <Link to={patientLink(patientId, eventIds[0])}>{fullName(name)}</Link>
    ),
    sortBy: ({ name }) => fullName(name),
  },
  { key: 'level', header: 'Level', cell: ({ level }) => <LevelTag level={level} /> },
  day('begin', 'Began', ({ beginOn }) => beginOn, 0),
  day('end', 'Ended', ({ endOn }) => endOn, 1),
  {
    key: 'days',
    header: 'Length',
    numeric: true,
    cell: ({ days }) => formatDays(days),
    sortBy: ({ days }) => days,
  },
];

function day(key: string, header: string, of: (stay: EndedStay) => string, event: 0 | 1): Column<EndedStay> {
  return {
    key,
    header,
    cell: (stay) => (
      <Link className="nowrap" to={patientLink(stay.patientId, stay.eventIds[event])}>
        {formatDay(of(stay))}
      </Link>
    ),
    sortBy: of,
  };
}

const daysIn = (text: string | null): number | undefined =>
  text !== null && /^\d+$/.test(text) ? Number(text) : undefined;

const lengthIn = (least: number | undefined, most: number | undefined): string => {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `Of ${least} days or more. `;
  return least === most ? `Of ${formatDays(most)}. ` : `Of ${least ?? 0} to ${most} days. `;
};

/** The stays behind a length. */
export function EndedStays() {
  const { params } = useAddress();
  const period = periodOf(params, 90);
  const groupBy = oneOf(params.get('lengthsBy'), lengthGroupings);
  const group = params.get('group') ?? undefined;
  const [leastDays, mostDays] = [daysIn(params.get('leastDays')), daysIn(params.get('mostDays'))];
  const groupLabel = useGroupLabel(groupBy, group);
  const query = useInfiniteQuery(
    endedStaysQuery({ ...scopeOf(params), ...period, groupBy, group, leastDays, mostDays, limit: 50 }),
  );
  return (
    <Page
      title={groupLabel ? `Stays that ended: ${groupLabel}` : 'Stays that ended'}
      lead={`${lengthIn(leastDays, mostDays)}From ${formatDay(period.from)} to ${formatDay(period.to)}, the longest first. A day leads to its event.`}
      up={{
        to: linkTo('/flow', params, { ...period, lengthsBy: groupBy }),
        name: 'Flow between levels',
      }}
    >
      <Filters>
        <ScopeFields />
        <PeriodFields period={period} />
      </Filters>
      <Panel title="Stays">
        <Answered
          query={query}
          isEmpty={({ pages }) => pages[0]?.total === 0}
          empty="No such stay ended in this period."
        >
          {({ pages }) => {
            const stays = pages.flatMap((page) => page.cases);
            return (
              <>
                <DataTable
                  caption="Stays that ended"
                  columns={columns}
                  rows={stays}
                  rowKey={({ patientId, stayId }) => `${patientId} ${stayId}`}
                />
                <More shown={stays.length} total={pages[0]?.total ?? 0} query={query} />
              </>
            );
          }}
        </Answered>
      </Panel>
    </Page>
  );
}
