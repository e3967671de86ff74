// Lints texts as if they were files. In: `[{ file, text }]`. Out: the rules that each of them breaks.
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import ts from 'typescript-eslint';

const root = join(import.meta.dirname, '..');
// Who imports whom can be told without types, and much faster.
const eslint = new ESLint({ cwd: root, overrideConfig: ts.configs.disableTypeChecked });

const answers = [];
for (const { file, text } of await json(process.stdin)) {
  const [{ messages }] = await eslint.lintText(text, { filePath: join(root, file) });
  answers.push(messages.map(({ ruleId, message }) => ruleId ?? message));
}
console.log(JSON.stringify(answers));
