import { parseArgs } from 'node:util';

export const rollingUsage = `usage: npm run rolling -- [--ref COMMIT] [--beyond] [FILE…]

Runs database tests of an earlier release on the schema that this code makes, as its processes meet it while a deploy is rolled out.

  --ref COMMIT   the release; default: the newest tag v*
  --beyond       adds a column and an index to every table on top, as a release after this one may
  FILE…          parts of paths of tests, as vitest takes them; default: every database test

TEST_DATABASE_URL names a PostgreSQL 15 with pgvector to do so on; without it one is started (Debian 12, root).`;

export type RollingOptions = { ref: string | null; beyond: boolean; files: string[] };

/** Reads the command line; null when only help is asked for. @throws TypeError of Node that names what it does not know. */
export function parseArguments(argv: readonly string[]): RollingOptions | null {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ref: { type: 'string' }, beyond: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return null;
  return { ref: values.ref ?? null, beyond: values.beyond ?? false, files: positionals };
}
