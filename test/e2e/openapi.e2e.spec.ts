import { readFileSync } from 'node:fs';
import { answerSchemaSource, TARGET } from '../../infra/openapi/answer-schemas.ts';
import { dataSchemaSource, TARGET as COMMANDS } from '../../infra/openapi/data-schemas.ts';
import { DOCUMENT, documentText } from '../../infra/openapi/document.ts';

// The contract changes only on purpose: `npm run openapi` writes it anew, and the change is there to be read.

test('the schemas of the answers are those of their types', async () =>
  expect(await answerSchemaSource()).toBe(readFileSync(TARGET, 'utf8')));

test('the schemas of what events hold are those of their types', async () =>
  expect(await dataSchemaSource()).toBe(readFileSync(COMMANDS, 'utf8')));

test('docs/openapi.json is what the services serve', async () =>
  expect(JSON.parse(await documentText())).toEqual(JSON.parse(readFileSync(DOCUMENT, 'utf8'))));

test('every reference of the document leads somewhere', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const { schemas } = JSON.parse(text).components;
  const references = [...text.matchAll(/"#\/components\/schemas\/([^"]*)"/g)].map(([, name]) => name!);
  expect(references.filter((name) => !(name in schemas))).toEqual([]);
});
