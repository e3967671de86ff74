import { useQuery } from '@tanstack/react-query';
import { subscriptionsQuery } from '../../api/queries.ts';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { SubscriptionTable } from './SubscriptionTable.tsx';

export function SubscriptionsPage() {
  const query = useQuery(subscriptionsQuery);
  return (
    <Page
      title="Webhooks"
      lead="Who is told of events and alerts, how far each has come, and what went wrong last."
    >
      <Panel title="Subscribers">
        <Answered
          query={query}
          isEmpty={({ subscriptions }) => subscriptions.length === 0}
          empty="Nobody is subscribed. POST /v1/subscriptions registers somebody."
        >
          {({ subscriptions }) => <SubscriptionTable subscriptions={subscriptions} />}
        </Answered>
      </Panel>
    </Page>
  );
}
