import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
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
  return { url: withDatabase(url, name), stop: () => runSql(url, `DROP DATABASE ${name} WITH (FORCE)`) };
}
