import { schemaOf, type AlertData, type EventOrigin } from '@stepwell/edges/cloudevents';
import type { AlertNotice } from './alert-notices.ts';

/** That an alert opened or closed, as a CloudEvents 1.0 event. */
export interface AlertCloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  /** `stepwell.alert.AlertOpened.v1` or `stepwell.alert.AlertClosed.v1`. */
  readonly type: string;
  /** The patient's id. */
  readonly subject: string;
  /** When it was noticed. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema?: string;
  readonly partitionkey: string;
  readonly data: AlertData;
}

export const alertNoticeToCloudEvent = (
  { id, change, noticedAt, alert }: AlertNotice,
  origin: EventOrigin,
): AlertCloudEvent => ({
  specversion: '1.0',
  id,
  source: origin.source,
  type: `stepwell.alert.${change}.v1`,
  subject: alert.patientId,
  time: noticedAt,
  datacontenttype: 'application/json',
  dataschema: schemaOf(`stepwell.alert.${change}.v1`, origin),
  partitionkey: alert.patientId,
  data: alert,
});
