// npm run key: makes an API key straight in the database, so that the first one needs no browser. See docs/security.md.
import { systemClock } from '../packages/core/src/clock.ts';
import { runKey } from './key/run-key.ts';

process.exitCode = await runKey(process.argv.slice(2), {
  env: process.env,
  output: process.stdout,
  errors: process.stderr,
  clock: systemClock,
});
