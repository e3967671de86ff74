import { readFileSync } from 'node:fs';

/** Sources are compiled as for production, except that an import keeps the name of the source it means. */
const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
swc.jsc.rewriteRelativeImportExtensions = false;

/** One run over the whole workspace. */
export default {
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', swc] },
  testTimeout: 30_000,
  globalSetup: '<rootDir>/test/postgres.setup.js',
  globalTeardown: '<rootDir>/test/postgres.teardown.js',
  testEnvironmentOptions: { customExportConditions: ['stepwell-source', 'node', 'node-addons'] },
};
