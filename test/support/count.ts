import { existsSync, readFileSync } from 'node:fs';

/** Prints `N passed, N failed` from vitest's report. No report, or one without a test, is a failure and says so. */
const [path = '.build/test-results.json'] = process.argv.slice(2);
const report = existsSync(path)
  ? (JSON.parse(readFileSync(path, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numFailedTestSuites: number;
    })
  : { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 1 };
// A file that could not even be loaded has no failed test of its own, and is no less a failure.
const failed = Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0);
if (report.numPassedTests === 0 || failed > 0) process.exitCode = 1;
console.log(`${report.numPassedTests} passed, ${failed} failed`);
