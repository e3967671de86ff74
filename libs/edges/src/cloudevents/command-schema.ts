import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isUuid, isCalendarDay, isInstant } from '../formats.ts';
import type { CommandData } from './command-data.ts';
import { commandSchemas } from './command-schemas.gen.ts';

export type CommandName = keyof CommandData;

/** Every command of the pathway, by its name. */
export const COMMANDS = Object.keys(commandSchemas.CommandData.properties) as CommandName[];

type Definition = Readonly<Record<string, unknown>>;
const definitions: Readonly<Record<string, Definition>> = commandSchemas;

/** The JSON Schema (draft 7) of what an event of this command holds, complete in itself. */
export const commandSchema = (command: CommandName): Definition => {
  const { $ref } = commandSchemas.CommandData.properties[command];
  const root = meant($ref);
  const needed = new Set<string>();
  gather(root, needed);
  const parts = [...needed].sort().map((name) => [name, definitions[name]!]);
  return { ...root, ...(parts.length > 0 && { definitions: Object.fromEntries(parts) as Definition }) };
};

// A type that only gives another one a further name is that other one.
const meant = ($ref: string): Definition => {
  const definition = definitions[nameIn($ref)]!;
  return typeof definition['$ref'] === 'string' ? meant(definition['$ref']) : definition;
};

const nameIn = ($ref: string): string => $ref.slice('#/definitions/'.length);

const gather = (schema: unknown, into: Set<string>): void => {
  for (const [, $ref] of JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/g)) {
    const name = nameIn($ref!);
    if (into.has(name)) continue;
    into.add(name);
    gather(definitions[name], into);
  }
};

const ajv = new Ajv({
  allErrors: false,
  formats: { uuid: isUuid, date: isCalendarDay, 'date-time': isInstant },
});
const validators = new Map<CommandName, ValidateFunction>();

/** What is wrong with the data of an event of this command, as a sentence; undefined when nothing is. */
export const faultOfData = (command: CommandName, data: unknown): string | undefined => {
  let validate = validators.get(command);
  if (!validate) validators.set(command, (validate = ajv.compile(commandSchema(command))));
  return validate(data) ? undefined : sentence(validate.errors![0]!);
};

const sentence = ({ instancePath, keyword, params, message }: ErrorObject): string => {
  const field = ['data', ...instancePath.split('/').slice(1)].join('.');
  if (keyword === 'additionalProperties')
    return `${field} has no member "${String(params['additionalProperty'])}": correct its name or leave it out.`;
  if (keyword === 'required') return `${field} needs the member "${String(params['missingProperty'])}".`;
  if (keyword === 'enum')
    return `${field} must be one of ${(params['allowedValues'] as unknown[]).join(', ')}.`;
  if (keyword === 'format') return `${field} must be ${FORMATS[String(params['format'])]}.`;
  return `${field} ${message}.`;
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  date: 'a day as YYYY-MM-DD, from 1850 on',
  'date-time': 'a moment with an offset, such as 2026-03-02T14:30:00-05:00',
};
