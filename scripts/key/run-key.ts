import { createKey } from '../../apps/api/src/access/create-key.ts';
import type { Clock } from '../../packages/core/src/clock.ts';
import { AppError } from '../../packages/core/src/errors.ts';
import { recordAudit } from '../../packages/db/src/access/record-audit.ts';
import { closeDb, createDb, inTransaction } from '../../packages/db/src/client.ts';
import { StartError } from '../start/settings.ts';
import { openDatabase } from './open-database.ts';
import { keyUsage, parseArguments, UsageError } from './parse-arguments.ts';

type Output = { write(text: string): unknown };
type Terminal = {
  env: Readonly<Record<string, string | undefined>>;
  output: Output;
  errors: Output;
  clock: Clock;
};

/** As whom the command line acts in the audit log: whoever reaches the database may do anything. */
const actor = 'command line';

/** Makes a key; its token is all that goes to `output`. @returns the exit code: 0, or 2 for what can't be followed. */
export async function runKey(
  argv: readonly string[],
  { env, output, errors, clock }: Terminal,
): Promise<number> {
  try {
    const input = parseArguments(argv);
    if (input === null) {
      output.write(`${keyUsage}\n`);
      return 0;
    }
    const { url, close } = await openDatabase(env);
    const db = createDb({ url, maxConnections: 1 });
    try {
      const key = await inTransaction(db, async (tx) => {
        const made = await createKey(tx, input, { createdBy: actor, clock });
        const { id, prefix, scopes, service } = made;
        const details = { id, prefix, scopes, service };
        await recordAudit(tx, { actor, action: 'keys.create', subject: made.name, details, requestId: null });
        return made;
      });
      errors.write(`“${key.name}” may ${key.scopes.join(', ')}; this token is shown once:\n`);
      output.write(`${key.token}\n`);
      return 0;
    } finally {
      await closeDb(db);
      await close();
    }
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof AppError || error instanceof StartError))
      throw error;
    errors.write(`${error.message}\n`);
    return 2;
  }
}
