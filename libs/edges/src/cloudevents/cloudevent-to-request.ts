import { Refusal, canonicalJson } from '@stepwell/event-sourcing';
import { isTimeZone, type PathwayRequest, type ProgramDefinition } from '@stepwell/pathway';
import { isInstant, isStorable, isUuid } from '../formats.ts';
import { derivedId, digestOf, patientIdOf } from '../ids.ts';
import type { CommandData } from './command-data.ts';
import { COMMANDS, type CommandName } from './data-schema.ts';
import { dataToCommand } from './data-to-command.ts';
import { faultOfData } from './fault-of-data.ts';

/** Finds the definition of a program; undefined where none is defined. */
export type FindProgram = (programId: string) => ProgramDefinition | undefined;

const TYPE = /^stepwell\.pathway\.([A-Za-z]+)\.v(\d+)$/;
const MOST_CHARACTERS = 500;
const PRECISIONS = ['day', 'month', 'year'] as const;

/**
 * What a CloudEvents 1.0 event (in the form of its JSON format) asks to be recorded, or why it cannot be. `source` and
 * `id` together are its identity: the same event again is known, and another one under them is noticed.
 */
export const cloudEventToRequest = (event: unknown, findProgram: FindProgram): PathwayRequest | Refusal => {
  const attributes = attributesOf(event);
  if (attributes instanceof Refusal) return attributes;
  const { id, source, subject, time, timeprecision: precision, actor = source } = attributes;
  const command = commandOf(attributes.type);
  if (command instanceof Refusal) return command;
  const patientId = patientOf(subject);
  if (!patientId)
    return invalid(
      'subject',
      `must be the patient's id (a UUID), or the number under which the patient was registered as authority|number, such as mercy-general|800865.`,
    );
  const data = dataOf(attributes);
  if (data instanceof Refusal) return data;
  const fault = faultOfData(command, data) ?? faultOfTexts(data);
  if (fault) return new Refusal('invalid-data', fault);

  const commandId = derivedId('cloudevents', source, id);
  const { programId } = data as { programId?: string };
  const program = programId === undefined ? undefined : findProgram(programId);
  const about = { patientId, commandId, time, program };
  const translated = dataToCommand(command, data as CommandData[typeof command], about);
  if (translated instanceof Refusal) return translated;
  const occurredAt = new Date(time).toISOString();
  return {
    patientId,
    commandId,
    commandDigest: digestOf(
      canonicalJson({ type: attributes.type, patientId, occurredAt, precision, actor, data }),
    ),
    occurredAt,
    precision,
    source: { system: source, messageId: id },
    actor,
    traceparent: traceOf(attributes.traceparent),
    commands: [translated],
    fromFeed: true,
  };
};

/** The patient that an event is about, whatever else is wrong with it; undefined where it names none. */
export const patientNamedBy = (event: unknown): string | undefined => {
  const subject = isObject(event) ? event['subject'] : undefined;
  return isText(subject) ? patientOf(subject) : undefined;
};

/** The program that an event names, whatever else is wrong with it: its definition is needed to translate it. */
export const programNamedBy = (event: unknown): string | undefined => {
  const data = isObject(event) && dataOf(event as unknown as Attributes);
  const programId = isObject(data) ? data['programId'] : undefined;
  return typeof programId === 'string' ? programId : undefined;
};

interface Attributes {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype?: unknown;
  /** Extension of ours: how exactly `time` is known. */
  readonly timeprecision?: (typeof PRECISIONS)[number];
  /** Extension of ours: the person or service that acted. */
  readonly actor?: string;
  /** Distributed Tracing extension. */
  readonly traceparent?: unknown;
  readonly data?: unknown;
  readonly data_base64?: unknown;
}

const attributesOf = (event: unknown): Attributes | Refusal => {
  if (!isObject(event))
    return new Refusal('not-a-cloudevent', 'Send a JSON object with the attributes of a CloudEvent.');
  if (event['specversion'] !== '1.0')
    return new Refusal('not-a-cloudevent', 'Send CloudEvents 1.0: the attribute specversion must be "1.0".');
  for (const name of ['id', 'source', 'type', 'subject', 'time'])
    if (!isText(event[name]))
      return invalid(name, `must be there: text of 1 to ${MOST_CHARACTERS} characters.`);
  if (!isInstant(event['time']))
    return invalid('time', 'must be when it was true, with an offset: 2026-03-02T14:30:00-05:00 or …Z.');
  const { timeprecision, actor } = event;
  if (timeprecision !== undefined && !(PRECISIONS as readonly unknown[]).includes(timeprecision))
    return invalid('timeprecision', `must be one of ${PRECISIONS.join(', ')}, or left out.`);
  if (actor !== undefined && !isText(actor)) return invalid('actor', 'must be a text, or left out.');
  return event as unknown as Attributes;
};

const TRACE = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
/** A `traceparent` as W3C Trace Context has it; one of another form is ignored, as it says. */
export const traceOf = (given: unknown): string | undefined =>
  typeof given === 'string' && TRACE.test(given) ? given : undefined;

const commandOf = (type: string): CommandName | Refusal => {
  const [, name, version] = TYPE.exec(type) ?? [];
  const command = COMMANDS.find((one) => one === name);
  if (command && version === '1') return command;
  return new Refusal(
    'unsupported-event-type',
    `Send no "${type}": the types taken are stepwell.pathway.{command}.v1, with one of ${COMMANDS.join(', ')}.`,
  );
};

const patientOf = (subject: string): string | undefined => {
  if (isUuid(subject)) return subject.toLowerCase();
  const [system, ...rest] = subject.split('|');
  const value = rest.join('|');
  return system && value ? patientIdOf({ system, value }) : undefined;
};

const JSON_TYPE = /^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i;

const dataOf = ({ datacontenttype, data, data_base64 }: Attributes): object | Refusal => {
  if (
    datacontenttype !== undefined &&
    !(typeof datacontenttype === 'string' && JSON_TYPE.test(datacontenttype))
  )
    return invalid('datacontenttype', 'must be application/json, or left out.');
  const value = data_base64 === undefined ? data : decoded(data_base64);
  if (isObject(value)) return value;
  return new Refusal('invalid-data', 'Send the data as a JSON object: GET /v1/schemas names its schema.');
};

const decoded = (text: unknown): unknown => {
  try {
    return typeof text === 'string' ? JSON.parse(Buffer.from(text, 'base64').toString()) : undefined;
  } catch {
    return undefined;
  }
};

/** What no schema says: texts that cannot be kept, and time zones that nobody knows. */
const faultOfTexts = (data: object): string | undefined => {
  for (const name of Object.keys(data)) {
    const value = (data as Readonly<Record<string, unknown>>)[name];
    if (typeof value === 'string' && !isStorable(value))
      return `data.${name} must be text without NUL and halves of characters.`;
    if (name === 'timeZone' && !isTimeZone(String(value)))
      return 'data.timeZone must be an IANA time zone such as America/Chicago.';
    if (typeof value === 'object' && value !== null) {
      const fault = faultOfTexts(value);
      if (fault) return fault;
    }
  }
  return undefined;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MOST_CHARACTERS && isStorable(value);

const invalid = (attribute: string, must: string): Refusal =>
  new Refusal('invalid-attribute', `The attribute ${attribute} ${must}`);
