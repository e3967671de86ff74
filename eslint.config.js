import js from '@eslint/js';
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

// Without a project graph Nx's rule lets everything pass, and with an old one it judges by what was.
await createProjectGraphAsync();

/** Which room may import which. A room's kind is the tag in its package.json. */
const ROOMS = {
  kernel: [],
  domain: ['kernel'],
  measure: ['kernel', 'domain'],
  database: [],
  adapter: ['kernel', 'database'],
  read: ['kernel', 'domain', 'measure', 'database'],
  edge: ['kernel', 'domain'],
  simulation: ['kernel', 'domain', 'edge'],
  service: ['kernel', 'domain', 'measure', 'database', 'adapter', 'read', 'edge', 'simulation'],
  app: ['service', 'read', 'simulation'],
  web: [],
};

/** Packages that belong to some rooms only. */
const KEPT = {
  '@nestjs/*': ['service', 'app'],
  pg: ['database', 'adapter', 'read', 'service'],
  '@eventstore/*': ['adapter'],
  '@grpc/*': ['adapter'],
  kafkajs: ['edge'],
  'pg-*': ['database', 'adapter', 'read', 'service'],
};

const depConstraints = Object.entries(ROOMS).map(([room, others]) => ({
  sourceTag: `type:${room}`,
  onlyDependOnLibsWithTags: others.map((other) => `type:${other}`),
  bannedExternalImports: Object.keys(KEPT).filter((name) => !KEPT[name].includes(room)),
}));

const TESTS = ['**/*.spec.ts', 'libs/*/src/**/testing/**', 'test/**'];
const PURE = ['event-sourcing', 'pathway', 'measures'].map((lib) => `libs/${lib}/src/**/*.ts`);

const NO_TESTING = { regex: '^@stepwell/.+/testing$|/testing/', message: 'This is for tests.' };
const NO_PACKAGES = {
  regex: '^(?!\\.|@stepwell/)',
  message: 'This room is pure: no package and nothing of Node.',
};
const PURE_MESSAGE = 'This room is pure: time, chance and ids come in with the command.';

export default defineConfig(
  globalIgnores(['**/dist/', '.nx/', '.stepwell/', 'coverage/', '**/*.gen.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  js.configs.recommended,
  {
    name: 'typescript',
    files: ['**/*.{ts,tsx}'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/parameter-properties': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Some assertions are for the reader, and this rule and `no-base-to-string` ask for each other's contrary.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // Rows and parsed JSON come as `any` and get their type where they arrive.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // A function may be asynchronous because its port is.
      '@typescript-eslint/require-await': 'off',
      // Interfaces are written with methods, and most of what is behind them knows no `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    name: 'javascript',
    files: ['**/*.js'],
    ignores: ['apps/dashboard/public/**'],
    languageOptions: { globals: { URL: false, console: false, globalThis: false, process: false } },
  },
  {
    name: 'imports',
    plugins: { '@nx': nx, 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.tsx', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [
        createNodeResolver({ conditionNames: ['stepwell-source', 'node', 'import'] }),
      ],
    },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { depConstraints }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
    },
  },
  {
    name: 'sources',
    files: ['libs/*/src/**/*.ts', 'apps/*/src/**/*.{ts,tsx}'],
    ignores: TESTS,
    rules: {
      'no-restricted-imports': ['error', { patterns: [NO_TESTING] }],
      'import-x/no-extraneous-dependencies': ['error', { devDependencies: false, includeTypes: true }],
    },
  },
  {
    name: 'pure rooms',
    files: PURE,
    ignores: TESTS,
    rules: {
      'no-restricted-imports': ['error', { patterns: [NO_TESTING, NO_PACKAGES] }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression', message: NO_PACKAGES.message },
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: PURE_MESSAGE },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: PURE_MESSAGE },
        { object: 'Math', property: 'random', message: PURE_MESSAGE },
        { object: 'Temporal', property: 'Now', message: PURE_MESSAGE },
      ],
      'no-restricted-globals': [
        'error',
        ...['process', 'console', 'crypto', 'fetch', 'performance', 'setTimeout', 'setInterval'].map(
          (name) => ({
            name,
            message: PURE_MESSAGE,
          }),
        ),
      ],
    },
  },
  {
    name: 'configuration',
    files: ['libs/*/src/**/*.ts'],
    ignores: [...TESTS, ...PURE],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Configuration is read once, in an app, and passed on.',
        },
      ],
    },
  },
  {
    name: 'budgets',
    rules: {
      // ESLint counts every `??`, `?.` and default as a way through.
      complexity: ['error', { max: 14, variant: 'modified' }],
      'max-depth': ['error', 3],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 60, skipComments: true }],
      'max-params': ['error', 6],
    },
  },
  {
    name: 'tests',
    files: TESTS,
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'no-loss-of-precision': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
  {
    name: 'HL7 v2 is framed by control characters',
    files: ['libs/edges/src/hl7v2/**'],
    rules: { 'no-control-regex': 'off' },
  },
  {
    name: 'dashboard',
    files: ['apps/dashboard/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended, jsxA11y.flatConfigs.recommended],
    rules: {
      'max-lines-per-function': ['error', { max: 80, skipComments: true }],
      // Some state is one's own until the address says otherwise.
      'react-hooks/set-state-in-effect': 'off',
      // What scrolls can be reached and scrolled by keyboard.
      'jsx-a11y/no-noninteractive-tabindex': ['error', { roles: ['region', 'tabpanel'], tags: ['pre'] }],
    },
  },
  {
    name: 'the contract is one document',
    files: ['apps/dashboard/src/api/contract.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    name: 'runs in the browser as it is, before anything is drawn',
    files: ['apps/dashboard/public/*.js'],
    languageOptions: { sourceType: 'script', globals: { document: false, localStorage: false } },
  },
);
