// npm run replay: runs a replay set of a running Apiscope and tells whether the answers are the same. See docs/replay-sets.md.
import { runReplay } from './replay/run-replay.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
process.exitCode = await runReplay(process.argv.slice(2), {
  env: process.env,
  output: process.stdout,
  errors: process.stderr,
  signal: stop.signal,
});
