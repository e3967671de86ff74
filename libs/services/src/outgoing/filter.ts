import { pathwayEvents, programEvents, type Concerned } from '@stepwell/pathway';
import { parseStreamName, type RecordedEvent } from '@stepwell/event-sourcing';
import type { AlertNotice } from './alert-notices.ts';

export const ALERT_CHANGES = ['AlertOpened', 'AlertClosed'] as const;

/** Every kind of thing that goes out: the types of a pathway's and a program's events, and what becomes of alerts. */
export const KINDS: readonly string[] = [
  ...Object.keys(pathwayEvents),
  ...Object.keys(programEvents),
  ...ALERT_CHANGES,
];

/** What somebody wants to be told. Of each list one has to match; an empty one lets everything through. */
export interface SubscriptionFilter {
  /** Types of events, and what becomes of alerts. */
  readonly kinds: readonly string[];
  /** Of alerts only those of these rules. */
  readonly alerts: readonly string[];
  readonly facilities: readonly string[];
  readonly payers: readonly string[];
}

export interface OutgoingFilter extends SubscriptionFilter {
  readonly patients: readonly string[];
}

const among = (list: readonly string[], value: string | null | undefined): boolean =>
  list.length === 0 || (value != null && list.includes(value));

const anyAmong = (list: readonly string[], values: ReadonlySet<string>): boolean =>
  list.length === 0 || list.some((one) => values.has(one));

/** What can be told from the event alone. */
export const mayMatch = ({ kinds, patients }: OutgoingFilter, { type, streamId }: RecordedEvent): boolean =>
  among(kinds, type) && among(patients, parseStreamName(streamId).key);

/** Whether it takes a look at the patient to tell. */
export const asksWhom = ({ facilities, payers }: OutgoingFilter): boolean =>
  facilities.length > 0 || payers.length > 0;

export const concerns = ({ facilities, payers }: OutgoingFilter, concerned: Concerned): boolean =>
  anyAmong(facilities, concerned.facilities) && anyAmong(payers, concerned.payers);

export const matchesAlert = (filter: OutgoingFilter, { change, alert }: AlertNotice): boolean =>
  among(filter.kinds, change) &&
  among(filter.alerts, alert.kind) &&
  among(filter.patients, alert.patientId) &&
  among(filter.facilities, alert.facilityId) &&
  among(filter.payers, alert.payerId);

export const wantsAlerts = ({ kinds }: Pick<OutgoingFilter, 'kinds'>): boolean =>
  kinds.length === 0 || ALERT_CHANGES.some((change) => kinds.includes(change));
