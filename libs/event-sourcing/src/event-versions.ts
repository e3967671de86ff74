import type { DomainEvent, Fact } from './event.ts';

/** Brings the data of an event from one version to the next. Pure; what an older version did not say stays unsaid. */
export type Upcaster = (data: Readonly<Record<string, unknown>>, event: Fact) => object;

/**
 * The event types that a fold knows, each with its upcasters: the first brings version 1 to version 2, the next that to
 * version 3, and so on. So a type without upcasters is at version 1, and every version there ever was can be read.
 */
export type EventVersions<Event extends DomainEvent> = {
  readonly [Type in Event['type']]: readonly Upcaster[];
};

/** The version of an event type that this code writes. */
export const currentVersion = <Event extends DomainEvent>(
  events: EventVersions<Event>,
  type: Event['type'],
): number => events[type].length + 1;

/** An event that this code cannot read: of a type it does not know, or of a version it has not heard of. */
export class UnknownEvent extends Error {
  readonly code = 'unknown-event';
  /** Absent when the event came without its stream. */
  readonly streamId: string | undefined;
  readonly eventId: string;
  readonly type: string;
  readonly schemaVersion: number;

  constructor(event: Fact & { readonly streamId?: string }, known: number) {
    const { id, type, schemaVersion, streamId } = event;
    const place = streamId === undefined ? '' : ` of ${streamId}`;
    const reads = known === 0 ? 'does not know that type' : `reads it up to version ${known}`;
    super(
      `Event ${id}${place} is a ${type} of version ${schemaVersion}, and this version of the software ${reads}. ` +
        'A newer one has written it: run that one.',
    );
    this.streamId = streamId;
    this.eventId = id;
    this.type = type;
    this.schemaVersion = schemaVersion;
  }
}

/** An event in the form that this code writes today; throws `UnknownEvent` where there is no way to it. */
export const upToDate = <Event extends DomainEvent>(
  events: EventVersions<Event>,
  event: Fact,
): Fact<Event> => {
  const upcasters = Object.hasOwn(events, event.type) ? events[event.type as Event['type']] : undefined;
  const behind = upcasters ? upcasters.length + 1 - event.schemaVersion : -1;
  if (behind === 0) return event as Fact<Event>;
  if (!upcasters || !(behind > 0 && behind <= upcasters.length))
    throw new UnknownEvent(event, upcasters ? upcasters.length + 1 : 0);
  const data = upcasters
    .slice(-behind)
    .reduce((old, upcast) => upcast(old as Readonly<Record<string, unknown>>, event), event.data);
  return { ...event, data, schemaVersion: upcasters.length + 1 } as unknown as Fact<Event>;
};
