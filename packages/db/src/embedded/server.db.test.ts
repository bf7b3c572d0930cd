import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestEmbedded } from './testing/start-test-embedded.ts';

const entry = fileURLToPath(new URL('./server.ts', import.meta.url));
let folder: string;
const started = new Set<ChildProcess>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'apiscope-server-'));
  // From the run's template: creating a cluster takes longer than all the rest.
  const embedded = await startTestEmbedded({ dataDir: join(folder, 'data') });
  await embedded.stop();
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Running = { child: ChildProcess; url: string; output: string[]; exited: Promise<number | null> };

function launch(args: string[]): Omit<Running, 'url'> {
  const child = spawn(process.execPath, ['--import', 'tsx', entry, ...args], { stdio: 'pipe' });
  started.add(child);
  const output: string[] = [];
  for (const stream of [child.stdout!, child.stderr!])
    createInterface({ input: stream }).on('line', (line) => output.push(line));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { child, output, exited };
}

/** Starts the database in a folder and waits until it serves. */
async function start(name: string): Promise<Running> {
  const { child, output, exited } = launch(['--data-dir', join(folder, name), '--port', '0']);
  await Promise.race([once(child.stdout!, 'data'), exited]);
  await expect.poll(() => output).toHaveLength(1);
  expect(output[0]).toMatch(/^EMBEDDED READY \d+$/);
  return { child, output, exited, url: `postgres://postgres@127.0.0.1:${output[0]!.split(' ')[2]}/postgres` };
}

async function onClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

describe('the process of the embedded database', () => {
  it('keeps every acknowledged row over kill -9, and its indexes agree', async () => {
    let acknowledged = 0;
    for (let round = 0; round < 4; round++) {
      const { child, url, exited } = await start('data');
      await onClient(url, async (client) => {
        await client.query(
          `CREATE TABLE IF NOT EXISTS entries (id int PRIMARY KEY, hash int, text text);
           CREATE INDEX IF NOT EXISTS entries_hash ON entries (hash);
           CREATE TABLE IF NOT EXISTS purses AS SELECT n AS id, 0 AS amount FROM generate_series(1, 2) AS n`,
        );
        const last = await verify(client, acknowledged);
        const moves = moveMoney(url);
        setTimeout(() => child.kill('SIGKILL'), 300 + 300 * round);
        acknowledged = await writeUntilDeath(client, last);
        await moves;
      });
      expect(await exited).toBe(null);
    }
    const { child, url, exited } = await start('data');
    await onClient(url, (client) => verify(client, acknowledged));
    expect(acknowledged).toBeGreaterThan(100);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  }, 180_000);

  it('stops on SIGTERM after what runs, and starts again without recovery', async () => {
    const { child, url, exited, output } = await start('data');
    const running = onClient(url, async (client) => {
      await client.query('CREATE TABLE rows AS SELECT 1 AS n');
      const insert = client.query('INSERT INTO rows SELECT n FROM generate_series(1, 50000) AS n');
      setTimeout(() => child.kill('SIGTERM'), 5);
      return (await insert).rowCount;
    });
    expect(await running).toBe(50_000);
    expect(await exited).toBe(0);
    expect(output).toHaveLength(1);
    expect(existsSync(join(folder, 'data/lock'))).toBe(false);
    const again = await start('data');
    const { rows } = await onClient(again.url, (client) =>
      client.query('SELECT count(*)::int AS n FROM rows'),
    );
    expect(rows).toEqual([{ n: 50_001 }]);
    const second = launch(['--data-dir', join(folder, 'data'), '--port', '0']);
    expect(await second.exited).toBe(73);
    expect(second.output).toEqual([expect.stringContaining(`in use by process ${again.child.pid}`)]);
    again.child.stdin!.end();
    expect(await again.exited).toBe(0);
  }, 120_000);

  it('tells every client and exits with 70 when PostgreSQL crashes', async () => {
    const { child, url, exited, output } = await start('data');
    await onClient(url, async (bystander) => {
      const told = once(bystander, 'error');
      await onClient(url, async (client) => {
        // Deeper than the stack of the thread: WebAssembly traps, as on any bug that ends in one.
        await expect(client.query(`SELECT repeat('[', 8000000)::jsonb`)).rejects.toMatchObject({
          code: '57P02',
        });
      });
      expect((await told)[0]).toMatchObject({ code: '57P02' });
    });
    expect(await exited).toBe(70);
    expect(output[1]).toContain('has crashed');
    expect(child.exitCode).toBe(70);
    const again = await start('data');
    const { rows } = await onClient(again.url, (client) =>
      client.query('SELECT count(*)::int AS n FROM rows'),
    );
    expect(rows).toEqual([{ n: 50_001 }]);
  }, 120_000);

  it('begins anew when its creation was interrupted', async () => {
    const half = join(folder, 'half');
    await mkdir(join(half, 'cluster'), { recursive: true });
    writeFileSync(join(half, 'cluster-is-being-created'), '');
    writeFileSync(join(half, 'cluster/PG_VERSION'), '18\n');
    const { url } = await start('half');
    expect((await onClient(url, (client) => client.query('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
    expect(existsSync(join(half, 'cluster-is-being-created'))).toBe(false);
  }, 120_000);

  it('refuses arguments that make no sense', async () => {
    const { exited, output } = launch(['--data-dir', 'x', '--port', 'y']);
    expect(await exited).toBe(64);
    expect(output).toEqual([expect.stringContaining('usage')]);
  });
});

/** Every acknowledged row is there, in the table and through either index; money was moved whole. Returns the last id. */
async function verify(client: pg.Client, acknowledged: number): Promise<number> {
  await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
  const byHash = await client.query('SELECT count(*)::int AS n FROM entries WHERE hash >= 0');
  const byId = await client.query(
    'SELECT count(*)::int AS n, coalesce(max(id), 0) AS last FROM entries WHERE id > 0',
  );
  await client.query('RESET enable_seqscan; RESET enable_bitmapscan');
  const all = await client.query(`SELECT count(text)::int AS n FROM entries`);
  const money = await client.query('SELECT sum(amount)::int AS sum FROM purses');
  expect(byId.rows[0].last).toBeGreaterThanOrEqual(acknowledged);
  expect([byHash.rows[0].n, byId.rows[0].n, all.rows[0].n]).toEqual(Array(3).fill(byId.rows[0].last));
  expect(money.rows).toEqual([{ sum: 0 }]);
  return byId.rows[0].last;
}

/** Inserts batches until the connection breaks; returns the last id that was acknowledged. */
async function writeUntilDeath(client: pg.Client, last: number): Promise<number> {
  for (let batch = 1; ; batch++) {
    const ids = Array.from({ length: 1 + ((batch * 37) % 200) }, (_, n) => last + n + 1);
    const insert = `INSERT INTO entries SELECT i, i % 97, repeat(md5(i::text), 8) FROM unnest($1::int[]) AS i`;
    const isKept = await client.query(insert, [ids]).then(
      () => true,
      () => false,
    );
    if (!isKept) return last;
    last = ids.at(-1)!;
  }
}

async function moveMoney(url: string): Promise<void> {
  await onClient(url, async (client) => {
    for (let isAlive = true; isAlive; ) {
      isAlive = await client
        .query('BEGIN')
        .then(() => client.query('UPDATE purses SET amount = amount - 7 WHERE id = 1'))
        .then(() => client.query('UPDATE purses SET amount = amount + 7 WHERE id = 2'))
        .then(() => client.query('COMMIT'))
        .then(
          () => true,
          () => false,
        );
    }
  }).catch(() => {});
}
