// Adds up what the parts of .ci/run left in a folder: NAME.code (exit code) and, for test runs, NAME.json (vitest's report).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];

/** A part without a report counts as one test; a part that failed with no failed test (a crash, a leak) as one failure. */
function countPart(name) {
  const isOk = readFileSync(join(folder, `${name}.code`), 'utf8').trim() === '0';
  const file = join(folder, `${name}.json`);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const passed = report?.numPassedTests ?? (isOk ? 1 : 0);
  const failed = report?.numFailedTests ?? 0;
  const notRun = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  return { name, passed, failed: isOk ? failed : Math.max(1, failed), notRun };
}

const parts = readdirSync(folder)
  .filter((file) => file.endsWith('.code'))
  .map((file) => countPart(file.slice(0, -'.code'.length)));
for (const { name, passed, failed, notRun } of parts)
  console.log(`${name}: ${passed} passed, ${failed} failed${notRun > 0 ? `, ${notRun} not run` : ''}`);

const passed = parts.reduce((sum, part) => sum + part.passed, 0);
const failed = parts.reduce((sum, part) => sum + part.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
