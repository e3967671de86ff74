import { sameJson, type DomainEvent, type Fact, type Refusal, type Times } from '@stepwell/event-sourcing';
import type { Pathway } from './pathway.ts';

/** The events that make a command true, none when it is true already, or why it is not carried out. */
export type Decision<Event> = readonly Event[] | Refusal;

type Command = { readonly type: string; readonly data: object };

// Several types may stand in one member of the union, so this is no Extract.
type DataWith<Commands extends Command, Type> = Commands extends unknown
  ? Type extends Commands['type']
    ? Commands['data']
    : never
  : never;

/** The rule of each command of a group. That the patient is registered is seen to before, see `pathway-decider.ts`. */
export type Decisions<Commands extends Command, Event> = {
  readonly [Type in Commands['type']]: (
    data: DataWith<Commands, Type>,
    pathway: Pathway,
    times: Times,
  ) => Decision<Event>;
};

/** What has a name is said once: the same again changes nothing, anything else under its name is refused. */
export const once = <Event extends DomainEvent>(
  earlier: Fact | undefined,
  event: Event,
  { occurredAt }: Times,
  otherwise: Refusal,
): Decision<Event> => {
  if (!earlier) return [event];
  return earlier.metadata.occurredAt === occurredAt && sameJson(earlier.data, event.data) ? [] : otherwise;
};
