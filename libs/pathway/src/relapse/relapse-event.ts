import type { EventVersions } from '@stepwell/event-sourcing';
import type { Typed } from '../typed.ts';
import type { Voiding } from '../voiding.ts';

// These events are the storage format, see `pathway-event.ts`.

/** How a relapse came to be known. */
export const RELAPSE_DETECTIONS = [
  'self-report',
  'toxicology',
  'clinician',
  'family',
  'emergency-visit',
] as const;
export type RelapseDetection = (typeof RELAPSE_DETECTIONS)[number];

export const RELAPSE_EXTENTS = ['single-use', 'episode', 'sustained'] as const;
export type RelapseExtent = (typeof RELAPSE_EXTENTS)[number];

export interface Relapse {
  readonly relapseId: string;
  readonly substances: readonly string[];
  readonly detectedBy: RelapseDetection;
  readonly extent?: RelapseExtent;
}

export type RelapseEvent =
  | Typed<'RelapseReported', Relapse>
  | Typed<'RelapseReportWithdrawn', Voiding & { readonly relapseId: string }>;

export const relapseEvents: EventVersions<RelapseEvent> = {
  RelapseReported: [],
  RelapseReportWithdrawn: [],
};
