import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A file of the workspace, there or not, with a text of ours in it, and the rule that has to report it. */
type Planted = readonly [file: string, text: string, breaks?: string];

const from = (name: string): string => `import * as planted from '${name}';\nexport default planted;\n`;

const ROOM = '@nx/enforce-module-boundaries';
const IMPORT = 'no-restricted-imports';
const SYNTAX = 'no-restricted-syntax';
const PROPERTY = 'no-restricted-properties';
const GLOBAL = 'no-restricted-globals';

const illegal: readonly Planted[] = [
  ['libs/pathway/src/planted.ts', from('@nestjs/common'), IMPORT],
  ['libs/pathway/src/planted.ts', from('node:fs'), IMPORT],
  ['libs/pathway/src/planted.ts', `import type { Stats } from 'fs';\nexport type Planted = Stats;\n`, IMPORT],
  ['libs/pathway/src/planted.ts', `export default await import('node:fs');\n`, SYNTAX],
  ['libs/event-sourcing/src/planted.ts', from('uuid'), IMPORT],
  ['libs/measures/src/planted.ts', from('node:crypto'), IMPORT],
  ['libs/pathway/src/planted.ts', 'export default new Date();\n', SYNTAX],
  ['libs/pathway/src/planted.ts', 'export default Date.now();\n', PROPERTY],
  ['libs/measures/src/planted.ts', 'export default Math.random();\n', PROPERTY],
  ['libs/event-sourcing/src/planted.ts', 'export default crypto.randomUUID();\n', GLOBAL],

  ['libs/event-sourcing/src/planted.ts', from('@stepwell/pathway'), ROOM],
  ['libs/pathway/src/planted.ts', from('@stepwell/read-models'), ROOM],
  ['libs/pathway/src/planted.spec.ts', from('@stepwell/read-models'), ROOM],
  ['libs/measures/src/planted.ts', from('@stepwell/services'), ROOM],
  ['libs/measures/src/planted.ts', from('../../services/src/index.ts'), ROOM],
  ['libs/postgres/src/planted.ts', from('@stepwell/event-sourcing'), ROOM],
  ['libs/event-store/src/planted.ts', from('@stepwell/pathway'), ROOM],
  ['libs/read-models/src/planted.ts', from('@stepwell/event-store/postgres'), ROOM],
  ['libs/services/src/planted.ts', from('@eventstore/db-client'), ROOM],
  ['libs/services/src/planted.ts', from('@grpc/grpc-js'), ROOM],
  ['libs/services/src/planted.ts', from('kafkajs'), ROOM],
  ['libs/edges/src/planted.ts', from('@stepwell/read-models'), ROOM],
  ['libs/edges/src/planted.ts', from('@stepwell/postgres'), ROOM],
  ['libs/edges/src/planted.ts', from('@nestjs/common'), ROOM],
  ['libs/edges/src/planted.ts', from('pg'), ROOM],
  ['libs/edges/src/planted.ts', `export default await import('pg-copy-streams');\n`, ROOM],
  ['libs/simulator/src/planted.ts', from('@stepwell/read-models'), ROOM],
  ['apps/platform/src/planted.ts', from('@stepwell/event-store/postgres'), ROOM],
  ['apps/cli/src/planted.ts', from('../../platform/src/load-demonstration.ts'), ROOM],
  ['apps/cli/src/planted.ts', from('pg'), ROOM],
  ['apps/dashboard/src/planted.tsx', from('@stepwell/pathway'), ROOM],
  ['apps/dashboard/src/planted.ts', from('../../../libs/pathway/src/index.ts'), ROOM],

  ['libs/services/src/planted.ts', from('@stepwell/postgres/testing'), IMPORT],
  ['libs/services/src/planted.ts', from('@stepwell/event-store/kurrentdb/testing'), IMPORT],
  ['libs/services/src/planted.ts', 'export default process.env.HOME;\n', PROPERTY],
  ['libs/pathway/src/pathway.ts', from('./care/decide-care.ts'), 'import-x/no-cycle'],
];

const legal: readonly Planted[] = [
  ['libs/pathway/src/planted.ts', from('@stepwell/event-sourcing')],
  ['libs/pathway/src/planted.ts', `export default new Date('2026-01-01').toISOString();\n`],
  ['libs/pathway/src/planted.spec.ts', from('node:fs')],
  ['libs/pathway/src/testing/planted.ts', from('fast-check')],
  ['libs/measures/src/planted.ts', from('@stepwell/pathway')],
  ['libs/event-store/src/planted.ts', from('pg')],
  ['libs/event-store/src/planted.ts', from('@eventstore/db-client')],
  ['libs/event-store/src/planted.spec.ts', from('@stepwell/postgres/testing')],
  ['libs/edges/src/planted.ts', from('@stepwell/pathway')],
  ['libs/edges/src/planted.ts', from('kafkajs')],
  ['libs/services/src/planted.ts', from('@nestjs/common')],
  ['libs/services/src/planted.ts', from('@stepwell/event-store/postgres')],
  ['apps/platform/src/planted.ts', 'export default process.env.HOME;\n'],
  ['apps/cli/src/planted.ts', from('@stepwell/read-models')],
  ['apps/dashboard/src/planted.ts', from('./routes.tsx')],
];

/** The rules that each of them breaks. One process for all, and not jest's: ESLint and Nx load natively there. */
const rulesBroken = (planted: readonly Planted[]): string[][] => {
  const input = JSON.stringify(planted.map(([file, text]) => ({ file, text })));
  const program = join(import.meta.dirname, 'lint-texts.js');
  const { stdout, stderr, status } = spawnSync(process.execPath, [program], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
};

const planted = [...illegal, ...legal];
let broken: ReadonlyMap<Planted, string[]>;
beforeAll(() => {
  const rules = rulesBroken(planted);
  broken = new Map(planted.map((one, n) => [one, rules[n]!]));
}, 60_000);

test.each(illegal.map((one) => [one[0], one[1].split('\n')[0], one] as const))(
  'in %s may not stand: %s',
  (_file, _line, one) => {
    expect(broken.get(one)).toContain(one[2]);
  },
);

test.each(legal.map((one) => [one[0], one[1].split('\n')[0], one] as const))(
  'in %s may stand: %s',
  (_file, _line, one) => {
    expect(broken.get(one)).toEqual([]);
  },
);
