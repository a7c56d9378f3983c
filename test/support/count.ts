import { existsSync, readFileSync } from 'node:fs';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
}

/** Prints `N passed, N failed` of vitest's reports together. A missing one, or one without a test, is a failure. */
const paths = process.argv.length > 2 ? process.argv.slice(2) : ['.build/test-results.json'];
const none: Report = { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 1 };
const reports = paths.map((path) => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : none));
// A file that could not even be loaded has no failed test of its own, and is no less a failure.
const failedOf = (report: Report) => Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0);
const passed = reports.reduce((sum, report) => sum + report.numPassedTests, 0);
const failed = reports.reduce((sum, report) => sum + failedOf(report), 0);
if (failed > 0 || reports.some((report) => report.numPassedTests === 0)) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);
