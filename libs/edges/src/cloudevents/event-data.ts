import type { PathwayEvent, ProgramEvent } from '@stepwell/pathway';

type DomainEvent = { readonly type: string; readonly data: object };

// Several types may stand in one member of the union, so this is no Extract.
type DataWith<Event extends DomainEvent, Type> = Event extends unknown
  ? Type extends Event['type']
    ? Event['data']
    : never
  : never;

type DataOf<Event extends DomainEvent> = { readonly [Type in Event['type']]: DataWith<Event, Type> };

/** What recorded events hold in their current versions: the schemas that receivers validate with come from it. */
export interface RecordedData {
  readonly pathway: DataOf<PathwayEvent>;
  readonly program: DataOf<ProgramEvent>;
}
