import type { LevelOfCare, LocalDate, PathwayEvent, ProgramEvent } from '@stepwell/pathway';

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
  readonly alert: { readonly AlertOpened: AlertData; readonly AlertClosed: AlertData };
  readonly subscription: { readonly Ping: Readonly<Record<string, never>> };
}

/** An alert as others are told of it. */
export interface AlertData {
  /** The rule that it is of. */
  readonly kind: string;
  /** Unique among the patient's alerts of this kind: the event that it stands on. */
  readonly alertId: string;
  readonly patientId: string;
  readonly opensOn: LocalDate;
  /** The first day on which it is open no more, as far as is known. */
  readonly closesOn: LocalDate | null;
  /** The event that closes it; null where only time does. */
  readonly closedBy: string | null;
  /** The last day on which what it warns of can be prevented. */
  readonly deadline: LocalDate | null;
  readonly facilityId: string | null;
  readonly programId: string | null;
  readonly level: LevelOfCare | null;
  readonly payerId: string | null;
  /** Where its days are counted. */
  readonly timeZone: string;
  readonly explanation: string;
  readonly eventIds: readonly string[];
}
