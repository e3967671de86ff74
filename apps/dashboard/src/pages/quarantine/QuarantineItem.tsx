import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useFacilityName } from '../../api/directory.ts';
import { quarantineItemQuery, replay } from '../../api/queries.ts';
import type { QuarantineItem } from '../../api/types.ts';
import { formatInstant } from '../../format/dates.ts';
import { formatNumber, sentence } from '../../format/words.ts';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered, Failure } from '../../parts/States.tsx';
import { messageLines } from './messageLines.ts';

export function QuarantineItemPage() {
  const { itemId = '' } = useParams();
  const query = useQuery(quarantineItemQuery(itemId));
  const item = query.data;
  const title = item ? `${item.messageType ?? 'Message'} ${item.messageId ?? ''}`.trim() : 'Message';
  return (
    <Page title={title} up={{ to: '/quarantine', name: 'Quarantine' }}>
      <Answered query={query}>
        {(found) => (
          <div className="stack">
            <Panel title="Why it waits">
              <Facts item={found} />
              <Replay item={found} />
            </Panel>
            <Panel
              title="The whole message"
              note="Each segment on a line of its own, JSON indented; copy it to have it as it was received."
              actions={<Copy text={found.content} />}
            >
              <pre className="message" tabIndex={0} aria-label="Message text">
                {messageLines(found.content).join('\n')}
              </pre>
            </Panel>
          </div>
        )}
      </Answered>
    </Page>
  );
}

function Facts({ item }: { item: QuarantineItem }) {
  const facilityName = useFacilityName();
  const facts = [
    ['Reason', sentence(item.code)],
    ['Status', sentence(item.status)],
    ['Received', formatInstant(item.receivedAt)],
    ['Last seen', formatInstant(item.lastSeenAt)],
    ['Times seen', formatNumber(item.timesSeen)],
    ['Channel', item.channel],
    ['Facility', item.facility ? facilityName(item.facility) : '–'],
  ] as const;
  return (
    <>
      <p className="detail">{item.detail}</p>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Replay({ item }: { item: QuarantineItem }) {
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () => replay(item.id),
    // Refused again or not, the item's count and last sight have changed.
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[0]).startsWith('quarantine'),
      }),
  });
  return (
    <div className="replay">
      {item.status === 'open' ? (
        <button type="button" className="primary" disabled={again.isPending} onClick={() => again.mutate()}>
          {again.isPending ? 'Replaying…' : 'Replay this message'}
        </button>
      ) : null}
      {again.isSuccess ? <p role="status">{replayWords(again.data)}</p> : null}
      {again.isError ? <Failure error={again.error} /> : null}
    </div>
  );
}

function replayWords({ outcome, detail }: { outcome: string; detail: string | null }): string {
  if (outcome === 'quarantined') return `Replayed, and still in quarantine. ${detail ?? ''}`;
  return `Replayed: ${sentence(outcome).toLowerCase()}.`;
}

function Copy({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      <span role="status">{copied ? 'Copied' : 'Copy'}</span>
    </button>
  );
}
