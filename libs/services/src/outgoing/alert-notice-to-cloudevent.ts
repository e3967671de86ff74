import { DEFAULT_SOURCE } from '@stepwell/edges/cloudevents';
import type { AlertNotice, NoticedAlert } from './alert-notices.ts';

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
  readonly partitionkey: string;
  readonly data: NoticedAlert;
}

export const alertNoticeToCloudEvent = (
  { id, change, noticedAt, alert }: AlertNotice,
  source = DEFAULT_SOURCE,
): AlertCloudEvent => ({
  specversion: '1.0',
  id,
  source,
  type: `stepwell.alert.${change}.v1`,
  subject: alert.patientId,
  time: noticedAt,
  datacontenttype: 'application/json',
  partitionkey: alert.patientId,
  data: alert,
});
