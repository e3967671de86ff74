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

/** A type of event: what is sent here is a command, what is sent from here was recorded. */
export interface EventType {
  readonly type: string;
  readonly kind: 'command' | 'recorded';
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
export const DEFINITIONS: Readonly<Record<EventType['kind'], Definitions>> = { command: commands, recorded };

const recordedTypes = <Event extends DomainEvent>(
  category: 'pathway' | 'program',
  events: EventVersions<Event>,
): EventType[] => {
  const { $ref } = recordedSchemas.RecordedData.properties[category];
  const { properties } = recorded[nameIn($ref)] as { properties: Definitions };
  return Object.entries(properties).map(([name, definition]) => ({
    type: `stepwell.${category}.${name}.v${currentVersion(events, name as Event['type'])}`,
    kind: 'recorded',
    schema: complete(definition, recorded),
    definition,
  }));
};

/** The JSON Schema of what an event of this command holds, complete in itself. */
export const commandSchema = (command: CommandName): JsonSchema =>
  complete(commandSchemas.CommandData.properties[command], commands);

/** Every type of event, in and out. */
export const eventTypes = (): EventType[] => [
  ...COMMANDS.map((command): EventType => ({
    ...{ type: commandType(command), kind: 'command', schema: commandSchema(command) },
    definition: commandSchemas.CommandData.properties[command],
  })),
  ...recordedTypes('pathway', pathway.events),
  ...recordedTypes('program', program.events),
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
