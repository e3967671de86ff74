import { DEFAULT_ORIGIN, type EventOrigin } from '@stepwell/edges/cloudevents';
import type { KafkaSettings } from '@stepwell/edges/kafka';
import type { LocalDate } from '@stepwell/pathway';
import { STRICT, type WebhookRules } from './webhook-configuration.ts';

/** What is done of itself about records that one payer knows by one number: merge them, say that they may be one, nothing. */
export const MATCHING_MODES = ['merge', 'report', 'off'] as const;
export type MatchingMode = (typeof MATCHING_MODES)[number];

/** What Nest injects by name: the ports that `main.ts` opened, and the configuration. */
export const POOL = Symbol('the pool of database connections');
export const STORE = Symbol('the event store');
export const WHAT_IF = Symbol('who judges all histories by another rule');
export const CLOCK = Symbol('the clock: now, as an instant');
export const SITE_MAP = Symbol('the site map of HL7 v2 senders');

export const TODAY = Symbol('the day that it is by the calendar of this installation');

export type Clock = () => string;
export type Today = () => LocalDate;
export const SETTINGS = Symbol('what of the configuration the services go by');

/** What of the configuration the services go by. */
export interface Settings {
  /** With more open messages than this, the quarantine asks for attention. */
  readonly quarantineAlertAbove: number;
  /** The Kafka to read from and to write to; absent: none. */
  readonly kafka?: KafkaSettings;
  /** What the addresses of webhooks may be. */
  readonly webhooks: WebhookRules;
  /** Where events that go out say that they are from. */
  readonly origin: EventOrigin;
  /** The IANA time zone by whose calendar it is today, where a query names no day. */
  readonly timeZone: string;
  /** What is done of itself about records that one payer knows by one number. */
  readonly matching: MatchingMode;
}

export const DEFAULT_SETTINGS: Settings = {
  quarantineAlertAbove: 100,
  webhooks: STRICT,
  origin: DEFAULT_ORIGIN,
  timeZone: 'UTC',
  matching: 'merge',
};
