import { COMMAND_EXAMPLES } from './command-examples.ts';
import {
  COMMANDS,
  DEFINITIONS,
  commandType,
  meant,
  eventTypes,
  type EventType,
  type JsonSchema,
} from './data-schema.ts';

const DESCRIPTION = `What happened to a patient comes in as commands, and goes out as events that were recorded.

- All are CloudEvents 1.0. The JSON Schema of each type's data is also served at /v1/schemas/{type}.
- In: \`source\` and \`id\` together make a retry safe; \`subject\` is the patient, \`time\` when it was true.
- Out: over Kafka, as webhooks and as server-sent events; at least once, in the order of the log for each patient; \`id\` is the same however often an event comes.`;

const text = (description: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  description,
  ...more,
});

const COMMAND_ATTRIBUTES = {
  id: text('With `source`, what a repeated event is known by.', { minLength: 1, maxLength: 500 }),
  source: text('The sending system.', { format: 'uri-reference', minLength: 1, maxLength: 500 }),
  subject: text(
    "The patient's id, or the number under which the patient was registered as authority|number.",
  ),
  time: text('When it was true for the patient.', { format: 'date-time' }),
  timeprecision: text('How exactly `time` is known.', { enum: ['day', 'month', 'year'] }),
  actor: text('Who acted; the default is the source.'),
};

const RECORDED_ATTRIBUTES = {
  id: text('The id of the event: the same however often it is delivered.', { format: 'uuid' }),
  source: text('The log that it stands in.', { format: 'uri-reference' }),
  subject: text("The patient's or the program's id."),
  time: text('When it was true.', { format: 'date-time' }),
  timeprecision: text('How exactly `time` is known.', { enum: ['day', 'month', 'year'] }),
  recordedtime: text('When Stepwell learned it.', { format: 'date-time' }),
  sequence: text('Its place in the log: sorts as text.'),
  partitionkey: text('What has one key stays in order.'),
  revision: { type: 'integer', description: 'Its place in the history of its subject, from 0 without gaps.' },
  correlationid: text('Common to all that followed from one request.'),
  causationid: text('The event that caused it.'),
  commandid: text('The command that it followed from.'),
  actor: text('Who acted.'),
  sourcesystem: text('The system that sent it.'),
  sourcefacility: text('The facility that sent it.'),
  sourcemessageid: text("The sender's number of the message."),
  traceparent: text('W3C Trace Context of the request that it followed from.'),
};

const ANNOUNCED_ATTRIBUTES = {
  id: text('The id of the announcement: the same however often it is delivered.', { format: 'uuid' }),
  source: text('The log that it is about.', { format: 'uri-reference' }),
  subject: text("The patient's id; of a test event, the subscription's."),
  time: text('When it was noticed.', { format: 'date-time' }),
  partitionkey: text('What has one key stays in order.'),
};

const ATTRIBUTES: Readonly<Record<EventType['kind'], JsonSchema>> = {
  command: COMMAND_ATTRIBUTES,
  recorded: RECORDED_ATTRIBUTES,
  announced: ANNOUNCED_ATTRIBUTES,
};

const REQUIRED = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'data'];

const envelope = ({ type, kind }: EventType): JsonSchema => ({
  type: 'object',
  properties: {
    specversion: { const: '1.0' },
    type: { const: type },
    datacontenttype: text('JSON, also where it is left out.', { examples: ['application/json'] }),
    dataschema: text(`Where the schema of \`data\` is: /v1/schemas/${type} of the API.`, { format: 'uri' }),
    ...ATTRIBUTES[kind],
    data: { $ref: `#/components/schemas/${type}` },
  },
  required: REQUIRED,
});

const example = (type: string): object[] => {
  const command = COMMANDS.find((one) => commandType(one) === type);
  if (!command) return [];
  const attributes = { specversion: '1.0', id: 'e-4711', source: 'https://ehr.mercy.example/feed', type };
  const when = { subject: 'mercy-general|800865', time: '2026-03-02T12:06:00-06:00' };
  return [{ payload: { ...attributes, ...when, data: COMMAND_EXAMPLES[command] } }];
};

const nameOf = (type: string): string => type.split('.')[2]!;

const message = (one: EventType) => ({
  name: one.type,
  title: nameOf(one.type).replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '),
  contentType: 'application/cloudevents+json',
  payload: envelope(one),
  ...(one.kind === 'command' && { examples: example(one.type) }),
});

// Parts of commands and of what was recorded may have one name and be different: the kind stands before it.
const placed = (schema: JsonSchema, kind: EventType['kind']): JsonSchema =>
  JSON.parse(
    JSON.stringify(schema).replaceAll('"#/definitions/', `"#/components/schemas/${kind}.`),
  ) as JsonSchema;

const parts = (types: readonly EventType[], kind: EventType['kind']): [string, JsonSchema][] => {
  const used = new Set(
    types
      .filter((one) => one.kind === kind)
      .flatMap(({ schema }) => Object.keys(schema['definitions'] ?? {})),
  );
  return [...used].sort().map((name) => [`${kind}.${name}`, placed(DEFINITIONS[kind][name]!, kind)]);
};

const channel = (
  address: string | null,
  servers: readonly string[],
  description: string,
  types: readonly EventType[],
) => ({
  address,
  description,
  ...(servers.length > 0 && { servers: servers.map((name) => ({ $ref: `#/servers/${name}` })) }),
  messages: Object.fromEntries(types.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
});

const operation = (action: 'send' | 'receive', name: string, summary: string, bindings?: object) => ({
  action,
  channel: { $ref: `#/channels/${name}` },
  summary,
  ...(bindings && { bindings }),
});

const channels = (types: readonly EventType[]) => {
  const commands = types.filter(({ kind }) => kind === 'command');
  const outgoing = types.filter(({ kind }) => kind !== 'command');
  const of = (category: string) =>
    types.filter(({ kind, type }) => kind === 'recorded' && type.startsWith(`stepwell.${category}.`));
  return {
    commandsOverHttp: channel(
      '/v1/events',
      ['http'],
      'One event (structured or binary mode), or a batch of up to 5,000.',
      commands,
    ),
    commandsOverKafka: channel(
      'stepwell.commands.v1',
      ['kafka'],
      'One event a record, in structured or binary mode; the key is the patient. The name of the topic is the default.',
      commands,
    ),
    pathway: channel(
      'stepwell.pathway.v1',
      ['kafka'],
      "What was recorded of patients, in binary mode; the key is the patient's id.",
      of('pathway'),
    ),
    program: channel(
      'stepwell.program.v1',
      ['kafka'],
      "What was recorded of programs, in binary mode; the key is the program's id.",
      of('program'),
    ),
    webhooks: channel(
      null,
      [],
      'Structured mode, signed by Standard Webhooks, to the address of each subscription.',
      outgoing,
    ),
    live: channel(
      '/v1/events/stream',
      ['http'],
      'Structured mode, each the data of a server-sent event.',
      outgoing.filter(({ type }) => !type.startsWith('stepwell.subscription.')),
    ),
  };
};

/** The AsyncAPI 3 document of what goes in and out as events. */
export const asyncApi = (): object => {
  const types = eventTypes();
  return {
    asyncapi: '3.0.0',
    info: { title: 'Stepwell', version: '1', description: DESCRIPTION },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      http: { host: 'localhost:3000', protocol: 'http', description: 'The API.' },
      kafka: { host: 'localhost:9092', protocol: 'kafka', description: 'The Kafka that is configured.' },
    },
    channels: channels(types),
    operations: {
      takeCommandsOverHttp: operation('receive', 'commandsOverHttp', 'Takes commands, and answers each.', {
        http: { method: 'POST' },
      }),
      takeCommandsOverKafka: operation('receive', 'commandsOverKafka', 'Takes commands.'),
      relayPathways: operation('send', 'pathway', 'Tells what was recorded of patients.'),
      deliverWebhooks: operation('send', 'webhooks', 'Delivers what matches a subscription.', {
        http: { method: 'POST' },
      }),
      streamEvents: operation('send', 'live', 'Tells what happens, as it happens.'),
      relayPrograms: operation('send', 'program', 'Tells what was recorded of programs.'),
    },
    components: {
      messages: Object.fromEntries(types.map((one) => [one.type, message(one)])),
      schemas: Object.fromEntries([
        ...types.map(({ type, kind, definition }) => [
          type,
          placed(meant(definition, DEFINITIONS[kind]), kind),
        ]),
        ...parts(types, 'command'),
        ...parts(types, 'recorded'),
        ...parts(types, 'announced'),
      ]) as object,
    },
  };
};
