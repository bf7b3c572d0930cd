// npm run seed: sends a made-up scenario to a running Apiscope. See docs/import.md.
import { runSeed } from './seed/run-seed.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
process.exitCode = await runSeed(process.argv.slice(2), {
  env: process.env,
  output: process.stdout,
  errors: process.stderr,
  signal: stop.signal,
});
