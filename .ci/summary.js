// Tells of jest's results which tests were skipped, and last how many passed, failed and were skipped.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const results = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let skipped = 0;
for (const { name, assertionResults } of results.testResults)
  for (const { status, fullName } of assertionResults) {
    if (status === 'passed' || status === 'failed') continue;
    skipped++;
    console.log(`skipped: ${relative('', name)}: ${fullName}`);
  }
// A suite that could not even be loaded has no tests that could have failed.
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
console.log(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
