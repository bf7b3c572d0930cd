// npm run rolling: tests of an earlier release's code on the schema of this one. See docs/decisions/0010-expand-then-contract.md.
import { fileURLToPath } from 'node:url';
import { parseArguments, rollingUsage } from './rolling/parse-arguments.ts';
import { runRolling } from './rolling/run-rolling.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

try {
  const options = parseArguments(process.argv.slice(2));
  if (options === null) console.log(rollingUsage);
  else process.exitCode = await runRolling(root, options);
} catch (error) {
  console.error(`rolling: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
