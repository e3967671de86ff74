import { useInfiniteQuery } from '@tanstack/react-query';
import { quarantineQuery } from '../../api/queries.ts';
import { sentence } from '../../format/words.ts';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { useAddress } from '../../url/address.ts';
import { QuarantineFilters, chosenIn } from './QuarantineFilters.tsx';
import { QuarantineTable } from './QuarantineTable.tsx';
import { Reasons } from './Reasons.tsx';
import { ReplayAll } from './ReplayAll.tsx';

export function QuarantinePage() {
  const { params, change } = useAddress();
  const { status, filter } = chosenIn(params);
  const { code } = filter;
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const query = useInfiniteQuery(quarantineQuery({ status, ...filter, limit: 50 }));
  return (
    <Page
      title="Quarantine"
      lead="Messages that could not be turned into accepted events. Each is kept whole, with the reason, until it can be."
    >
      <QuarantineFilters />
      <Answered
        query={query}
        isEmpty={({ pages }) => !code && pages[0]?.total === 0}
        empty={isFiltered ? `No ${status} messages match.` : `No ${status} messages.`}
      >
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return (
            <div className="stack">
              <Panel title="By reason" note="Select a reason to see its messages.">
                <Reasons
                  counts={pages[0]?.byCode ?? []}
                  chosen={code}
                  onChoose={(next) => change({ code: next })}
                />
              </Panel>
              <Panel
                title={code ? `Messages: ${sentence(code).toLowerCase()}` : 'Messages'}
                actions={status === 'open' && items.length > 0 ? <ReplayAll filter={filter} /> : null}
              >
                <QuarantineTable items={items} />
                <More shown={items.length} total={pages[0]?.total ?? 0} query={query} />
              </Panel>
            </div>
          );
        }}
      </Answered>
    </Page>
  );
}
