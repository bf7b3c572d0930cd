import { parseArgs } from 'node:util';
import { type CreateKeyInput, createKeyInput } from '../../packages/core/src/access/key-schema.ts';
import { scopes } from '../../packages/core/src/access/schema.ts';

/** A command line that can't be followed; the message says why. */
export class UsageError extends Error {}

export const keyUsage = `usage: npm run key -- create --name NAME --scopes SCOPES [options]

Makes an API key in the database of DATABASE_URL, else in the data folder of an Apiscope that is not running, and prints its token
on stdout: this once, since only a hash of it is kept.

  --name NAME        what the key is for
  --scopes LIST      comma separated, of ${scopes.join(', ')}
  --service NAME     the one service whose data it may send
  --expires TIME     ISO-8601; default: never`;

/** Reads the command line; null when only help is asked for. @throws UsageError saying what is wrong. */
export function parseArguments(argv: readonly string[]): CreateKeyInput | null {
  const { values, positionals } = readArgv(argv);
  if (values.help) return null;
  if (positionals.join(' ') !== 'create') throw new UsageError(`there is only create\n\n${keyUsage}`);
  const parsed = createKeyInput.safeParse({
    name: values.name,
    scopes: values.scopes?.split(',').map((scope) => scope.trim()),
    service: values.service,
    expiresAt: values.expires,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`--${String(issue?.path[0]).replace('expiresAt', 'expires')}: ${issue?.message}`);
}

function readArgv(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        name: text,
        scopes: text,
        service: text,
        expires: text,
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${keyUsage}`);
  }
}
