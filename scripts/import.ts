// npm run import: reads log files and sends them to a running Apiscope. See docs/import.md.
import { runImport } from './import/run-import.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
process.exitCode = await runImport(process.argv.slice(2), {
  env: process.env,
  output: process.stdout,
  errors: process.stderr,
  signal: stop.signal,
});
