import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../embedded/start-embedded.ts';
import { type TestTemplate, withDatabase } from './template.ts';

/** Makes the template of a test run, migrated by `prepare`, on the server of `nativeUrl` or else on the embedded database. */
export async function makeTemplate(
  nativeUrl: string | undefined,
  prepare: (url: string) => Promise<void>,
): Promise<{ template: TestTemplate; drop: () => Promise<void> }> {
  return nativeUrl ? makeNative(nativeUrl, prepare) : makeEmbedded(prepare);
}

async function makeEmbedded(
  prepare: (url: string) => Promise<void>,
): Promise<{ template: TestTemplate; drop: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'apiscope-template-'));
  const embedded = await startEmbedded({ dataDir: 'memory://' });
  try {
    await prepare(embedded.url);
    const dump = join(directory, 'data.tar');
    await writeFile(dump, Buffer.from(await (await embedded.dumpDataDir()).arrayBuffer()));
    return {
      template: { kind: 'embedded', dump },
      drop: () => rm(directory, { recursive: true, force: true }),
    };
  } finally {
    await embedded.stop();
  }
}

async function makeNative(
  url: string,
  prepare: (url: string) => Promise<void>,
): Promise<{ template: TestTemplate; drop: () => Promise<void> }> {
  const database = `apiscope_template_${process.pid}`;
  await runSql(url, `CREATE DATABASE ${database}`);
  await prepare(withDatabase(url, database));
  return {
    template: { kind: 'native', url, database },
    drop: () => runSql(url, `DROP DATABASE ${database} WITH (FORCE)`),
  };
}

/** Runs one statement on a connection of its own. */
export async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
