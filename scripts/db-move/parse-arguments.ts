import { parseArgs } from 'node:util';

/** A command line that can't be followed; the message says why. */
export class UsageError extends Error {}

export const moveUsage = `usage: npm run db:move -- --to postgres://… [options]

Moves everything, the job queue too, to another PostgreSQL whose database is empty: all of it or nothing. The source stays as it is.

  --to URL      where to; PostgreSQL 15 or newer with pgvector and pg_trgm
  --from PLACE  a data folder (DATA_DIR) of an Apiscope that is not running, or the URL of a database that nobody uses;
                default: the data folder that npm start uses
  --check       only check both, and change nothing`;

export type MoveArguments = { to: string; from: string | undefined; checkOnly: boolean };

export function isDatabaseUrl(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

/** Reads the command line; null when only help is asked for. @throws UsageError saying what is wrong. */
export function parseArguments(argv: readonly string[]): MoveArguments | null {
  const { to, from, check = false, help } = readArgv(argv);
  if (help) return null;
  if (to === undefined) throw new UsageError(`--to is missing\n\n${moveUsage}`);
  if (!isDatabaseUrl(to)) throw new UsageError('--to must begin with postgres://');
  return { to, from, checkOnly: check };
}

function readArgv(argv: readonly string[]) {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
  try {
    const options = { to: text, from: text, check: flag, help: { ...flag, short: 'h' } } as const;
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${moveUsage}`);
  }
}
