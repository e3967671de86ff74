import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isCalendarDay, isInstant, isUuid } from '../formats.ts';
import { commandSchema, type CommandName } from './data-schema.ts';

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
