import type { Subscriber } from './subscriptions.ts';

export interface SubscriptionAnswer extends Subscriber {
  /** Where it stands: everything up to here has been delivered. */
  readonly cursor: string;
  /** Whether there is nothing left to deliver. */
  readonly isUpToDate: boolean;
  /** Where everything ends that has gone out. */
  readonly head: string;
}

export interface SubscriptionsAnswer {
  readonly subscriptions: readonly SubscriptionAnswer[];
}

/** A secret, which is shown this once. */
export interface SecretAnswer {
  readonly subscriptionId: string;
  /** What deliveries are signed with (Standard Webhooks): keep it. */
  readonly secret: string;
  /** Until when the secret there was is valid too; null when there was none. */
  readonly previousValidUntil: string | null;
}

export interface RegisteredAnswer extends SubscriptionAnswer {
  /** What deliveries are signed with (Standard Webhooks): it is shown this once. */
  readonly secret: string;
}

/** How a test delivery ended. */
export interface PingAnswer {
  readonly delivered: boolean;
  /** The receiver's status; null where there was no answer. */
  readonly status: number | null;
  /** What went wrong. */
  readonly reason: string | null;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** What matches a subscription, in the order in which it goes out. */
export interface SubscriptionEventsAnswer {
  /** CloudEvents, as deliveries carry them. */
  readonly events: readonly { readonly [attribute: string]: unknown }[];
  /** Goes into `after` to get what comes next. */
  readonly next: string;
  /** Whether there is nothing more at present. */
  readonly isAll: boolean;
}
