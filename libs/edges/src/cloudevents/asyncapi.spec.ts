import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import specs from '@asyncapi/specs';
import { isCalendarDay, isInstant, isUuid } from '../formats.ts';
import { asyncApi } from './asyncapi.ts';
import { COMMAND_EXAMPLES } from './command-examples.ts';
import { COMMANDS, commandType, eventTypes } from './data-schema.ts';

// The contract of events changes only on purpose: `npm run openapi` writes it anew, and the change is there to be read.

const ROOT = join(import.meta.dirname, '../../../..');
const document = JSON.parse(readFileSync(join(ROOT, 'docs/asyncapi.json'), 'utf8'));
const ajv = () =>
  new Ajv({
    strict: false,
    formats: { uuid: isUuid, date: isCalendarDay, 'date-time': isInstant, 'uri-reference': true, uri: true },
  });

test('docs/asyncapi.json is what the code says', () =>
  expect(document).toEqual(JSON.parse(JSON.stringify(asyncApi()))));

const asyncapi3 = () => {
  const official = new Ajv({ strict: false, validateFormats: false });
  return official.compile(specs.schemasWithoutId['3.0.0'] as object);
};

test('it is an AsyncAPI 3 document by the official schema, which finds fault with others', () => {
  const isValid = asyncapi3();
  expect([isValid(document), isValid.errors]).toEqual([true, null]);
  expect(isValid({ ...document, operations: { relay: { action: 'publish' } } })).toBe(false);
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
  const lost = references.filter(
    (path) =>
      path
        .split('/')
        .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document) ===
      undefined,
  );
  expect(references.length).toBeGreaterThan(100);
  expect(lost).toEqual([]);
});

test.each(COMMANDS)('the example of %s is as its message says', (command) => {
  const { payload, examples } = document.components.messages[commandType(command)];
  const isValid = ajv().compile({ ...payload, components: document.components });
  expect([isValid(examples[0].payload), isValid.errors]).toEqual([true, null]);
  expect(examples[0].payload.data).toEqual(COMMAND_EXAMPLES[command]);
});

const FOLDER = join(ROOT, 'libs/pathway/src/stored-events');
const stored = readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));

test.each(eventTypes().filter(({ kind }) => kind === 'recorded'))(
  'what a log holds is as $type says',
  (one) => {
    const [, , name, version] = one.type.split('.');
    const event = stored.find(({ type, schemaVersion }) => type === name && `v${schemaVersion}` === version);
    const isValid = ajv().compile(one.schema as object);
    expect([isValid(event?.data), isValid.errors]).toEqual([true, null]);
    expect(isValid({})).toBe(Object.keys(event.data).length === 0);
  },
);
