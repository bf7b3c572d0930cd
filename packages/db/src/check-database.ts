import { AppError } from '@apiscope/core/errors';
import pg from 'pg';
import { deafMessage, hearsNotifications } from './stream/hears-notifications.ts';

/** Oldest PostgreSQL that the SQL is written for, as `server_version_num`. */
export const oldestVersion = 150_000;
/** How the database must store text: what is logged anywhere in the world is to be kept. */
export const neededEncoding = 'UTF8';
/** What the first migration creates where it is not there. */
export const neededExtensions = ['vector', 'pg_trgm'];

/**
 * Checks that the server can hold Apiscope: PostgreSQL ≥ 15 with pgvector and pg_trgm available, text as UTF-8, and
 * connections that keep their session.
 * @param options.name what the user calls the address, for the message.
 * @throws AppError SERVICE_UNAVAILABLE with one message that says what is missing.
 */
export async function checkDatabase({
  url,
  name = 'DATABASE_URL',
}: {
  url: string;
  name?: string;
}): Promise<{ version: string }> {
  const client = await connect(url, name);
  try {
    const { rows } = await client.query<{
      number: number;
      version: string;
      encoding: string;
      available: string[];
    }>(
      `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
              current_setting('server_encoding') AS encoding,
              array(SELECT name::text FROM pg_available_extensions WHERE name = ANY ($1)) AS available`,
      [neededExtensions],
    );
    const { number, version, encoding, available } = rows[0]!;
    if (number < oldestVersion)
      throw new AppError('SERVICE_UNAVAILABLE', `PostgreSQL 15 or later is needed, this is ${version}`);
    if (encoding !== neededEncoding) {
      throw new AppError(
        'SERVICE_UNAVAILABLE',
        `the database of ${name} stores text as ${encoding}; make it with ENCODING '${neededEncoding}'`,
      );
    }
    const missing = neededExtensions.filter((name) => !available.includes(name));
    if (missing.length > 0) {
      throw new AppError(
        'SERVICE_UNAVAILABLE',
        `this PostgreSQL ${version} lacks the extension ${missing.join(' and ')}; install it on the server`,
      );
    }
    await requireSession(client, await connect(url, name));
    return { version };
  } finally {
    await client.end();
  }
}

async function connect(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return client;
  } catch (error) {
    const message = `cannot reach the database of ${name}: ${reason(error)}`;
    throw new AppError('SERVICE_UNAVAILABLE', message, { cause: error });
  }
}

/** Migrations hold a lock of their session. */
async function requireSession(client: pg.Client, other: pg.Client): Promise<void> {
  try {
    const notify = (channel: string) => other.query(`SELECT pg_notify($1, '')`, [channel]);
    if (!(await hearsNotifications(client, notify))) throw new AppError('SERVICE_UNAVAILABLE', deafMessage);
  } finally {
    await other.end();
  }
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ');
  return error instanceof Error ? error.message : String(error);
}
