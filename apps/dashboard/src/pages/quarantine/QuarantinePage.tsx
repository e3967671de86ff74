import { useInfiniteQuery } from '@tanstack/react-query';
import { quarantineQuery } from '../../api/queries.ts';
import { sentence } from '../../format/words.ts';
import { Segments, Select } from '../../parts/Fields.tsx';
import { Filters } from '../../parts/Filters.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { SearchField } from '../../parts/SearchField.tsx';
import { Answered } from '../../parts/States.tsx';
import { oneOf, useAddress } from '../../url/address.ts';
import { QuarantineTable } from './QuarantineTable.tsx';
import { Reasons } from './Reasons.tsx';
import { ReplayAll } from './ReplayAll.tsx';
import { channelNames } from './channelNames.ts';

const statuses = ['open', 'resolved', 'discarded'] as const;
const channels = ['hl7v2', 'cloudevents', 'kafka', 'teds-d'] as const;
const channelOptions = [
  { value: '', label: 'All' },
  ...channels.map((value) => ({ value, label: channelNames[value] })),
];

export function QuarantinePage() {
  const { params, change } = useAddress();
  const status = oneOf(params.get('status'), statuses);
  const code = params.get('code') || undefined;
  const channel = channels.find((one) => one === params.get('channel'));
  const text = params.get('text') || undefined;
  const isFiltered = Boolean(code ?? channel ?? text);
  const query = useInfiniteQuery(quarantineQuery({ status, code, channel, text, limit: 50 }));
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
        <Select
          label="Channel"
          value={channel ?? ''}
          options={channelOptions}
          onChange={(next) => change({ channel: next })}
        />
        <SearchField
          label="In the message, its number or the reason"
          value={text ?? ''}
          onSearch={(next) => change({ text: next }, { replace: true })}
        />
      </Filters>
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
                actions={
                  status === 'open' && items.length > 0 ? (
                    <ReplayAll filter={{ code, channel, text }} />
                  ) : null
                }
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
