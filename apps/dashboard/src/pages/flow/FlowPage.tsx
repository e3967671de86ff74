import { useQuery } from '@tanstack/react-query';
import { flowQuery } from '../../api/queries.ts';
import type { Flow, Level } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { Segments } from '../../parts/Fields.tsx';
import { Filters, PeriodFields, ScopeFields } from '../../parts/Filters.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { linkTo, oneOf, periodOf, scopeOf, useAddress } from '../../url/address.ts';
import { FlowChart } from './FlowChart.tsx';
import { FlowTable } from './FlowTable.tsx';
import { LengthPanel } from './LengthPanel.tsx';
import { movesOnly, type Move } from './flowWords.ts';

const endOf = (level: Level | null | undefined) => (level === null ? 'none' : level);
const shows = ['all', 'moves'] as const;

export function FlowPage() {
  const { params, change } = useAddress();
  const period = periodOf(params, 90);
  const show = oneOf(params.get('show'), shows);
  const query = useQuery(flowQuery({ ...scopeOf(params), ...period }));
  const cases = ({ fromLevel, toLevel }: Move) =>
    linkTo('/flow/cases', params, { ...period, fromLevel: endOf(fromLevel), toLevel: endOf(toLevel) });
  const chosen = (flows: Flow[]) => (show === 'moves' ? movesOnly(flows) : flows);
  return (
    <Page
      title="Flow between levels"
      lead={`Moves between levels of care from ${formatDay(period.from)} to ${formatDay(period.to)}. Out of treatment means no next stay within 30 days.`}
    >
      <Filters>
        <ScopeFields />
        <PeriodFields period={period} />
        <Segments
          label="Show"
          value={show}
          options={[
            { value: 'all', label: 'All' },
            { value: 'moves', label: 'Between levels only' },
          ]}
          onChange={(next) => change({ show: next === 'all' ? undefined : next })}
        />
      </Filters>
      <Panel
        title="Who moved where"
        note="Ordered by intensity of care: falling ribbons step down, rising ones step up. Select one to see its patients."
      >
        <Answered
          query={query}
          tall
          isEmpty={({ flows }) => chosen(flows).length === 0}
          empty="Nobody moved in this period under these filters."
        >
          {({ flows }) => <FlowChart flows={chosen(flows)} linkTo={cases} />}
        </Answered>
      </Panel>
      <Panel title="The same as a table">
        <Answered query={query} isEmpty={({ flows }) => chosen(flows).length === 0}>
          {({ flows }) => <FlowTable flows={chosen(flows)} linkTo={cases} />}
        </Answered>
      </Panel>
      <LengthPanel period={period} />
    </Page>
  );
}
