import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useFacilityName } from '../../api/directory.ts';
import { quarantineItemQuery } from '../../api/queries.ts';
import type { QuarantineItem } from '../../api/types.ts';
import { formatInstant } from '../../format/dates.ts';
import { formatNumber, sentence } from '../../format/words.ts';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { Actions } from './Actions.tsx';
import { channelNames } from './channelNames.ts';
import { Decide } from './Decide.tsx';
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
              <Decide item={found} />
            </Panel>
            {found.actions.length > 0 ? (
              <Panel title="What was done">
                <Actions actions={found.actions} />
              </Panel>
            ) : null}
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
    ['Channel', channelNames[item.channel]],
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
