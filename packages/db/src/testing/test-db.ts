import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { closeDb, createDb, type Db } from '../client.ts';
import { startEmbedded } from '../embedded/start-embedded.ts';
import { runSql } from './make-template.ts';
import { type TestTemplate, withDatabase } from './template.ts';

export type TestDb = {
  readonly url: string;
  readonly db: Db;
  readonly kind: TestTemplate['kind'];
  /** Ends the pool and drops the database. */
  close(): Promise<void>;
};

/**
 * A migrated database of its own for one test file: a clone of the run's template, on the embedded database or on the native server
 * that TEST_DATABASE_URL names.
 */
export async function createTestDb(): Promise<TestDb> {
  const template = inject('testTemplate');
  const { url, stop } =
    template.kind === 'embedded' ? await cloneEmbedded(template.dump) : await cloneNative(template);
  const db = createDb({ url, maxConnections: 5 });
  const close = async (): Promise<void> => {
    await closeDb(db);
    await stop();
  };
  return { url, db, kind: template.kind, close };
}

/** A database without any table, for what tests migrations. */
export async function createEmptyDatabase(): Promise<Clone> {
  const template = inject('testTemplate');
  if (template.kind === 'native') return cloneNative({ ...template, database: 'template1' });
  const { url, stop } = await startEmbedded({ dataDir: 'memory://' });
  return { url, stop };
}

type Clone = { url: string; stop: () => Promise<void> };

async function cloneEmbedded(dump: string): Promise<Clone> {
  const { url, stop } = await startEmbedded({
    dataDir: 'memory://',
    loadDataDir: new Blob([await readFile(dump)]),
  });
  return { url, stop };
}

async function cloneNative({ url, database }: TestTemplate & { kind: 'native' }): Promise<Clone> {
  const name = `apiscope_test_${randomUUID().replaceAll('-', '')}`;
  await runSql(url, `CREATE DATABASE ${name} TEMPLATE ${database}`);
  const stop = async (): Promise<void> => {
    const leaked = await leakedConnections(url, name);
    await runSql(url, `DROP DATABASE ${name} WITH (FORCE)`);
    if (leaked.length > 0) throw new Error(`a test left connections open: ${leaked.join('; ')}`);
  };
  return { url: withDatabase(url, name), stop };
}

/** What connections that are still open did last; a server process outlives its client for a moment, which is waited for. */
async function leakedConnections(url: string, database: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let tries = 0; ; tries++) {
      const { rows } = await client.query<{ last: string }>(
        `SELECT coalesce(nullif(application_name, ''), 'no name') || ': ' || left(query, 100) AS last
         FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
        [database],
      );
      if (rows.length === 0 || tries === 40) return rows.map(({ last }) => last);
      await sleep(50);
    }
  } finally {
    await client.end();
  }
}
