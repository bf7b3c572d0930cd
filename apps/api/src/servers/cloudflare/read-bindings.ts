import { type Env, readFunctionEnv } from '../../env.ts';

/** What a Worker is bound to: variables and secrets as texts, anything else as an object. */
export type Bindings = Readonly<Record<string, unknown>>;

/**
 * Reads the environment of a Worker from its bindings. The database is the one behind the binding HYPERDRIVE, else that of `DATABASE_URL`.
 * @throws Error with one line per variable that is missing or wrong.
 */
export function readBindings(bindings: Bindings): Env {
  const texts = Object.entries(bindings).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  const url = connectionStringOf(bindings.HYPERDRIVE);
  return readFunctionEnv({ ...Object.fromEntries(texts), ...(url !== null && { DATABASE_URL: url }) });
}

function connectionStringOf(hyperdrive: unknown): string | null {
  if (typeof hyperdrive !== 'object' || hyperdrive === null || !('connectionString' in hyperdrive))
    return null;
  return typeof hyperdrive.connectionString === 'string' ? hyperdrive.connectionString : null;
}
