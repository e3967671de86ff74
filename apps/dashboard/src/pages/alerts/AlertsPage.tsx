import { useInfiniteQuery } from '@tanstack/react-query';
import { alertsQuery } from '../../api/queries.ts';
import { formatDay, today } from '../../format/dates.ts';
import { DateField } from '../../parts/Fields.tsx';
import { Filters, ScopeFields } from '../../parts/Filters.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered, Empty } from '../../parts/States.tsx';
import { scopeOf, useAddress } from '../../url/address.ts';
import { AlertKinds } from './AlertKinds.tsx';
import { AlertTable } from './AlertTable.tsx';

export function AlertsPage() {
  const { params, change } = useAddress();
  const on = params.get('on') || today();
  const kind = params.get('kind') || undefined;
  const query = useInfiniteQuery(alertsQuery({ ...scopeOf(params), on, kind: kind as never, limit: 50 }));
  return (
    <Page
      title="Alerts"
      lead={`Patients whom somebody should look at, as of ${formatDay(on)}. Those come first whose deadline comes first.`}
    >
      <Filters>
        <ScopeFields />
        <DateField label="Open on" value={on} onChange={(day) => change({ on: day })} />
      </Filters>
      <Answered query={query}>
        {({ pages }) => {
          const kinds = pages[0]?.kinds ?? [];
          const alerts = pages.flatMap((page) => page.alerts);
          const chosen = kinds.find((each) => each.kind === kind);
          return (
            <div className="stack">
              <Panel title="By kind" note="Select a kind to see its patients.">
                <AlertKinds kinds={kinds} chosen={kind} onChoose={(next) => change({ kind: next })} />
              </Panel>
              <Panel
                title={chosen?.title ?? 'All open alerts'}
                note={chosen ? `${chosen.description} Closed by: ${chosen.closes}` : undefined}
              >
                {alerts.length > 0 ? (
                  <>
                    <AlertTable alerts={alerts} kinds={kinds} on={on} />
                    <More shown={alerts.length} total={pages[0]?.total ?? 0} query={query} />
                  </>
                ) : (
                  <Empty>No alert is open.</Empty>
                )}
              </Panel>
            </div>
          );
        }}
      </Answered>
    </Page>
  );
}
