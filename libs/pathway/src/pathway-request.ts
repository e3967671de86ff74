import type { EventMetadata } from '@stepwell/event-sourcing';
import type { PathwayCommand } from './pathway-command.ts';

/**
 * What one message, one request or one row asks to be recorded of one patient: commands that are carried out all or
 * none, and where they come from. Every way in makes this of what it is sent; only intake carries it out.
 */
export interface PathwayRequest extends Pick<
  EventMetadata,
  'commandId' | 'commandDigest' | 'occurredAt' | 'precision' | 'source' | 'actor' | 'traceparent'
> {
  readonly patientId: string;
  readonly commands: readonly PathwayCommand[];
  /** Told by a feed: what contradicts is kept where it can be, and found again by `findingsOf`. */
  readonly fromFeed?: boolean;
}
