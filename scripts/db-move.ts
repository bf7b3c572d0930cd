// npm run db:move: moves everything to another PostgreSQL, from the embedded database above all. See docs/operations.md.
import { runDbMove } from './db-move/run-db-move.ts';

process.exitCode = await runDbMove(process.argv.slice(2), {
  env: process.env,
  output: process.stdout,
  errors: process.stderr,
});
