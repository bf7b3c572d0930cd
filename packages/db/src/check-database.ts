import { AppError } from '@apiscope/core/errors';
import pg from 'pg';

/** Oldest PostgreSQL that the SQL is written for, as `server_version_num`. */
const oldestVersion = 150_000;
const neededExtensions = ['vector', 'pg_trgm'];

/**
 * Checks that the server can hold Apiscope: PostgreSQL ≥ 15 with pgvector and pg_trgm available.
 * @throws AppError SERVICE_UNAVAILABLE with one message that says what is missing.
 */
export async function checkDatabase({ url }: { url: string }): Promise<{ version: string }> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    throw new AppError('SERVICE_UNAVAILABLE', `cannot reach the database of DATABASE_URL: ${reason(error)}`, {
      cause: error,
    });
  }
  try {
    const { rows } = await client.query<{ number: number; version: string; available: string[] }>(
      `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
              array(SELECT name::text FROM pg_available_extensions WHERE name = ANY ($1)) AS available`,
      [neededExtensions],
    );
    const { number, version, available } = rows[0]!;
    if (number < oldestVersion)
      throw new AppError('SERVICE_UNAVAILABLE', `PostgreSQL 15 or later is needed, this is ${version}`);
    const missing = neededExtensions.filter((name) => !available.includes(name));
    if (missing.length > 0) {
      throw new AppError(
        'SERVICE_UNAVAILABLE',
        `this PostgreSQL ${version} lacks the extension ${missing.join(' and ')}; install it on the server`,
      );
    }
    return { version };
  } finally {
    await client.end();
  }
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ');
  return error instanceof Error ? error.message : String(error);
}
