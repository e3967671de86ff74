import { currentVersion, type DomainEvent, type EventVersions } from '@stepwell/event-sourcing';
import { pathway, program } from '@stepwell/pathway';
import type { CommandData } from './command-data.ts';
import { commandSchemas, recordedSchemas } from './data-schemas.gen.ts';

export type CommandName = keyof CommandData;

/** Every command of the pathway, by its name. */
export const COMMANDS = Object.keys(commandSchemas.CommandData.properties) as CommandName[];

/** A JSON Schema (draft 7). */
export type JsonSchema = Readonly<Record<string, unknown>>;
type Definitions = Readonly<Record<string, JsonSchema>>;

/** A type of event: what is sent here is a command; what is sent from here was recorded, or is announced without being in the log. */
export interface EventType {
  readonly type: string;
  readonly kind: 'command' | 'recorded' | 'announced';
  /** Complete in itself. */
  readonly schema: JsonSchema;
  /** The same with its parts among `DEFINITIONS` of its kind. */
  readonly definition: JsonSchema;
}

const COMMAND_VERSION = 1;
export const commandType = (command: CommandName): string =>
  `stepwell.pathway.${command}.v${COMMAND_VERSION}`;

const commands: Definitions = commandSchemas;
const recorded: Definitions = recordedSchemas;
export const DEFINITIONS: Readonly<Record<EventType['kind'], Definitions>> = {
  command: commands,
  recorded,
  announced: recorded,
};

const outgoingTypes = (
  kind: 'recorded' | 'announced',
  category: keyof typeof recordedSchemas.RecordedData.properties,
  versionOf: (name: string) => number,
): EventType[] => {
  const { properties } = meant(recordedSchemas.RecordedData.properties[category], recorded);
  return Object.entries(properties as Definitions).map(([name, definition]) => ({
    type: `stepwell.${category}.${name}.v${versionOf(name)}`,
    kind,
    schema: complete(definition, recorded),
    definition,
  }));
};

const versionIn =
  <Event extends DomainEvent>(events: EventVersions<Event>) =>
  (name: string): number =>
    currentVersion(events, name as Event['type']);

/** The JSON Schema of what an event of this command holds, complete in itself. */
export const commandSchema = (command: CommandName): JsonSchema =>
  complete(commandSchemas.CommandData.properties[command], commands);

/** Every type of event, in and out. */
export const eventTypes = (): EventType[] => [
  ...COMMANDS.map((command): EventType => ({
    ...{ type: commandType(command), kind: 'command', schema: commandSchema(command) },
    definition: commandSchemas.CommandData.properties[command],
  })),
  ...outgoingTypes('recorded', 'pathway', versionIn(pathway.events)),
  ...outgoingTypes('recorded', 'program', versionIn(program.events)),
  ...outgoingTypes('announced', 'alert', () => 1),
  ...outgoingTypes('announced', 'subscription', () => 1),
];

/** A type that only gives another one a further name is that other one. */
export const meant = (schema: JsonSchema, definitions: Definitions): JsonSchema =>
  typeof schema['$ref'] === 'string' ? meant(definitions[nameIn(schema['$ref'])]!, definitions) : schema;

const complete = (schema: JsonSchema, definitions: Definitions): JsonSchema => {
  const root = meant(schema, definitions);
  const needed = new Set<string>();
  gather(root, definitions, needed);
  const parts = [...needed].sort().map((name) => [name, definitions[name]!]);
  return { ...root, ...(parts.length > 0 && { definitions: Object.fromEntries(parts) as Definitions }) };
};

const nameIn = ($ref: string): string => $ref.slice('#/definitions/'.length);

const gather = (schema: unknown, definitions: Definitions, into: Set<string>): void => {
  for (const [, $ref] of JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/g)) {
    const name = nameIn($ref!);
    if (into.has(name)) continue;
    into.add(name);
    gather(definitions[name], definitions, into);
  }
};
