import { useInfiniteQuery } from '@tanstack/react-query';
import { quarantineQuery } from '../../api/queries.ts';
import { sentence } from '../../format/words.ts';
import { Segments } from '../../parts/Fields.tsx';
import { Filters } from '../../parts/Filters.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { oneOf, useAddress } from '../../url/address.ts';
import { QuarantineTable } from './QuarantineTable.tsx';
import { Reasons } from './Reasons.tsx';

const statuses = ['open', 'resolved'] as const;

export function QuarantinePage() {
  const { params, change } = useAddress();
  const status = oneOf(params.get('status'), statuses);
  const code = params.get('code') || undefined;
  const query = useInfiniteQuery(quarantineQuery({ status, code, limit: 50 }));
  return (
    <Page
      title="Quarantine"
      lead="Messages that could not be turned into accepted events. Each is kept whole, with the reason, until it can be."
    >
      <Filters>
        <Segments
          label="Status"
          value={status}
          options={statuses.map((value) => ({ value, label: sentence(value) }))}
          onChange={(next) => change({ status: next === 'open' ? undefined : next })}
        />
      </Filters>
      <Answered
        query={query}
        isEmpty={({ pages }) => !code && pages[0]?.total === 0}
        empty={`No ${status} messages.`}
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
              <Panel title={code ? `Messages: ${sentence(code).toLowerCase()}` : 'Messages'}>
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
