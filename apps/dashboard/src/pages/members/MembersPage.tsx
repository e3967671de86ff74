import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { alertsQuery, directoryQuery, membersQuery } from '../../api/queries.ts';
import { formatDay, today } from '../../format/dates.ts';
import { isLevel, levels } from '../../levels/levels.ts';
import { DateField, Select } from '../../parts/Fields.tsx';
import { Filters, ScopeFields } from '../../parts/Filters.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered, Empty } from '../../parts/States.tsx';
import { scopeOf, useAddress } from '../../url/address.ts';
import { MemberAlerts } from './MemberAlerts.tsx';
import { MemberLevels } from './MemberLevels.tsx';
import { MemberTable } from './MemberTable.tsx';

export function MembersPage() {
  const { params, change } = useAddress();
  const directory = useQuery(directoryQuery);
  const on = params.get('on') || today();
  const level = params.get('level');
  return (
    <Page
      title="Members"
      lead={`A health plan's members in treatment on ${formatDay(on)}, and those who need somebody's attention.`}
    >
      <Answered
        query={directory}
        isEmpty={({ payers }) => payers.length === 0}
        empty="No health plan is known yet."
      >
        {({ payers }) => {
          const payer = params.get('payer') ?? payers[0]!.payerId;
          return (
            <div className="stack">
              <Filters>
                <Select
                  label="Health plan"
                  value={payer}
                  options={payers.map(({ payerId, name }) => ({ value: payerId, label: name }))}
                  onChange={(next) => change({ payer: next })}
                />
                <ScopeFields payer={false} />
                <Select
                  label="Level"
                  value={isLevel(level) ? level : ''}
                  options={[
                    { value: '', label: 'All' },
                    ...levels.map(({ id, name }) => ({ value: id, label: name })),
                  ]}
                  onChange={(next) => change({ level: next })}
                />
                <DateField label="On" value={on} onChange={(day) => change({ on: day })} />
              </Filters>
              <Members payer={payer} on={on} />
            </div>
          );
        }}
      </Answered>
    </Page>
  );
}

function Members({ payer, on }: { payer: string; on: string }) {
  const { params } = useAddress();
  const { facility, program } = scopeOf(params);
  const asked = params.get('level');
  const level = isLevel(asked) ? asked : undefined;
  const query = useInfiniteQuery(membersQuery({ payer, on, facility, program, level, limit: 25 }));
  const alerts = useInfiniteQuery(alertsQuery({ payer, on, facility, program, level, limit: 1 }));
  return (
    <div className="stack">
      <Panel
        title="By level"
        note="One who is at two levels counts at each. Select a level to see its members."
      >
        <Answered query={query}>{({ pages }) => <MemberLevels counts={pages[0]?.levels ?? []} />}</Answered>
      </Panel>
      <Panel title="Alerts" note="Open on this day about members, in treatment or lost between levels.">
        <Answered query={alerts}>
          {({ pages }) => <MemberAlerts kinds={pages[0]?.kinds ?? []} payer={payer} on={on} />}
        </Answered>
      </Panel>
      <Panel
        title="Members in treatment"
        note="Those first who have been at their level for longest. A name leads to the event by which the stay began."
      >
        <Answered query={query}>
          {({ pages }) => {
            const members = pages.flatMap((page) => page.members);
            if (members.length === 0) return <Empty>No member is in treatment under these filters.</Empty>;
            return (
              <>
                <MemberTable members={members} />
                <More shown={members.length} total={pages[0]?.total ?? 0} query={query} />
              </>
            );
          }}
        </Answered>
      </Panel>
    </div>
  );
}
