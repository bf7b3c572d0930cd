// npm run traffic: calls the users API of a running Apiscope like a few busy people. See docs/import.md.
import { runTraffic } from './traffic/run-traffic.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
process.exitCode = await runTraffic(process.argv.slice(2), {
  env: process.env,
  output: process.stdout,
  errors: process.stderr,
  signal: stop.signal,
});
