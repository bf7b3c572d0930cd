import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { heldBy } from '../../packages/db/src/embedded/pid-lock.ts';
import { databaseFolder } from '../start/settings.ts';
import { fail, type Machine, type OpenDatabase, type Outcome, ok, reasonOf, skip, warn } from './check.ts';
import { openCopy } from './open-copy.ts';
import { commandOf } from './who-listens.ts';

/** Longest wait for a connection, and for an answer, ms. */
const patience = 5_000;

export type FoundDatabase = {
  database: (OpenDatabase & { close(): Promise<void> }) | null;
  outcome: Outcome;
};

const none = (outcome: Outcome): FoundDatabase => ({ database: null, outcome });

/** Opens the database that `npm start` would use: that of DATABASE_URL, the embedded one that runs, or a copy of the one that does not. */
export async function findDatabase(machine: Machine): Promise<FoundDatabase> {
  const url = machine.env.DATABASE_DIRECT_URL || machine.env.DATABASE_URL;
  if (url) return openExternal(url);
  const folder = databaseFolder(machine.dataDir);
  const pid = existsSync(join(folder, 'lock')) ? heldBy(join(folder, 'lock')) : null;
  if (pid !== null) return openRunning(pid, folder);
  if (!existsSync(join(folder, 'cluster'))) return none(skip(`none in ${folder} yet: npm start makes it`));
  const copy = await openCopy(folder);
  if ('tooLarge' in copy)
    return none(
      skip(`not looked into: ${folder} is too large to copy (${copy.tooLarge}); start it and look again`),
    );
  try {
    const database = await connect(copy.url, { kind: 'embedded', isRunning: false });
    const close = async () => {
      await database.close();
      await copy.remove();
    };
    return {
      database: { ...database, close },
      outcome: ok(`embedded in ${folder}, stopped; a copy was looked into`),
    };
  } catch (error) {
    await copy.remove();
    throw error;
  }
}

async function openExternal(url: string): Promise<FoundDatabase> {
  try {
    const database = await connect(url, { kind: 'external', isRunning: true });
    return { database, outcome: ok(`reached at ${placeOf(url)}`) };
  } catch (error) {
    return none(
      fail(
        `the database of DATABASE_URL at ${placeOf(url)} cannot be reached: ${reasonOf(error)}`,
        'start it, or mend host, port, user, password or sslmode in DATABASE_URL',
      ),
    );
  }
}

/** The embedded database says its port to its supervisor alone, and to whoever sees its command line. */
async function openRunning(pid: number, folder: string): Promise<FoundDatabase> {
  const command = (await commandOf(pid)) ?? [];
  const port = Number(command[command.indexOf('--port') + 1]);
  if (!command.includes('--port') || !Number.isInteger(port))
    return none(
      warn(`process ${pid} has ${folder} open, and does not tell its port`, 'stop it, and look again'),
    );
  try {
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    const database = await connect(url, { kind: 'embedded', isRunning: true });
    return { database, outcome: ok(`embedded in ${folder}, runs as process ${pid} on port ${port}`) };
  } catch (error) {
    return none(
      fail(
        `the embedded database, process ${pid}, does not answer on port ${port}: ${reasonOf(error)}`,
        'restart Apiscope',
      ),
    );
  }
}

async function connect(
  url: string,
  found: Pick<OpenDatabase, 'kind' | 'isRunning'>,
): Promise<OpenDatabase & { close(): Promise<void> }> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'apiscope-doctor',
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  });
  client.on('error', () => {});
  await client.connect();
  // Loaded late: the client is generated, and that may be what is missing.
  const { closeDb, createDb } = await import('../../packages/db/src/client.ts');
  const db = createDb({ url, maxConnections: 1 });
  const close = async () => {
    await closeDb(db);
    await client.end();
  };
  return { ...found, client, url, db, close };
}

/** Host, port and name of the database; never user and password. */
function placeOf(text: string): string {
  if (!URL.canParse(text)) return 'an address that is no URL';
  const { hostname, port, pathname } = new URL(text);
  return `${hostname}:${port || 5432}${pathname}`;
}
