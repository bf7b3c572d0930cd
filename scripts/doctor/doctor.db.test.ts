import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePort } from '../../apps/api/src/testing/spawn-api.ts';
import { type Clock, systemClock } from '../../packages/core/src/clock.ts';
import { addJob } from '../../packages/db/src/jobs/add-job.ts';
import { beat, removeHeartbeat } from '../../packages/db/src/jobs/heartbeat.ts';
import { runSql } from '../../packages/db/src/testing/make-template.ts';
import { withDatabase } from '../../packages/db/src/testing/template.ts';
import { createEmptyDatabase, createTestDb, type TestDb } from '../../packages/db/src/testing/test-db.ts';
import { maintainPartitions } from '../../packages/jobs/src/partitions/maintain-partitions.ts';
import { sealHeaders } from '../../packages/replay/src/seal/seal-headers.ts';
import { runDoctor } from './run-doctor.ts';

const root = join(import.meta.dirname, '../..');
const dataDir = mkdtempSync(join(tmpdir(), 'apiscope-doctor-test-'));
let test: TestDb;
let usual: Record<string, string>;
const [key, otherKey] = [1, 2].map((fill) => new Uint8Array(32).fill(fill)) as [Uint8Array, Uint8Array];
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
beforeAll(async () => {
  test = await createTestDb();
  usual = {
    DATABASE_URL: test.url,
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    APISCOPE_SECRET_KEY: base64(key),
  };
}, 120_000);
afterAll(async () => {
  await test.close();
  rmSync(dataDir, { recursive: true });
});

/** Runs the doctor; `found` is what each check says, as `status: words`. */
async function look(env: Record<string, string>, clock: Clock = systemClock) {
  let text = '';
  const output = { write: (part: string) => (text += part) };
  const code = await runDoctor(['--json'], { root, env, envFile: null, clock, output });
  const { status, checks } = JSON.parse(text) as {
    status: string;
    checks: { name: string; status: string; says: string; fix?: string }[];
  };
  for (const each of checks)
    expect([each.name, each.fix !== undefined]).toEqual([each.name, /warn|fail/.test(each.status)]);
  const found = Object.fromEntries(checks.map(({ name, status, says }) => [name, `${status}: ${says}`]));
  return { code, status, text, found };
}

const shifted = (ms: number): Clock => ({ ...systemClock, now: () => systemClock.now() + ms });

describe('npm run doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    await maintainPartitions({}, { db: test.db, now: Date.now() });
    await beat(test.db, { id: 'w', hostname: 'here', pid: 1, running: 0 });
    const { code, found } = await look(usual);
    expect(Object.entries(found).filter(([, says]) => says.startsWith('fail'))).toEqual([]);
    expect(code).toBe(0);
    expect(found).toMatchObject({
      environment: expect.stringMatching(/^ok/),
      access: 'ok: AUTH=off on 127.0.0.1',
      port: expect.stringMatching(/^ok: \d+ on 127.0.0.1 is free/),
      'secret key': 'ok: that of APISCOPE_SECRET_KEY',
      geo: expect.stringMatching(/the built-in country database/),
      connection: expect.stringMatching(/^(ok|warn): PostgreSQL 1\d.* ms a round trip, no TLS/),
      extensions: expect.stringMatching(/^ok: vector \d.*, pg_trgm \d/),
      rights: expect.stringMatching(/^ok/),
      clock: expect.stringMatching(/^ok.*UTC/),
      migrations: 'ok: those of this release, all applied',
      partitions: 'ok: made for 3 days ahead',
      queue: 'ok: 1 workers alive, 0 jobs due',
      sealed: 'ok: nothing is sealed',
    });
  }, 60_000);

  it('names each of many faults at once, with what mends it, and shows no secret', async () => {
    await test.db.$executeRaw`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = (
      SELECT max(migration_name) FROM _prisma_migrations)`;
    await test.db.$executeRaw`
      INSERT INTO replay_targets (service, name, base_url, header_names, headers_sealed)
      VALUES ('shop', 'staging', 'http://127.0.0.1:1', ARRAY['authorization'], ${Buffer.from(sealHeaders({ authorization: 'x' }, { key, service: 'shop' }))})`;
    await removeHeartbeat(test.db, 'w');
    const job = { task: 'health_check', payload: {}, redactedPayload: {}, maxAttempts: 1, delay: 0 };
    const id = await addJob(test.db, { ...job, jobKey: null, priority: 0 });
    await test.db.$executeRaw`UPDATE job_runs SET run_at = now() - interval '1 hour' WHERE job_id = ${id}`;
    await test.db.$executeRawUnsafe(`DROP TABLE spans_${dayName(Date.now() + 86_400_000)}`);
    const junk = join(dataDir, 'junk.mmdb');
    writeFileSync(junk, 'no database of places');
    const taken = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;

    const { code, status, text, found } = await look(
      {
        ...usual,
        PORT: String(port),
        APISCOPE_SECRET_KEY: base64(otherKey),
        GEOIP_MMDB: junk,
        PUBLIC_URL: 'https://apiscope.example.com',
        TRUSTED_PROXIES: '0.0.0.0/0',
        LOG_LEVEL: 'loud',
        WORKER_CONCURRENCY: 'many',
      },
      shifted(3_600_000),
    );
    await new Promise((resolve) => taken.close(resolve));
    expect([code, status]).toEqual([1, 'fail']);
    expect(found).toMatchObject({
      environment: expect.stringMatching(/^fail: .*LOG_LEVEL: .*WORKER_CONCURRENCY: /s),
      access: expect.stringMatching(/^fail: with AUTH=off nobody is answered under apiscope.example.com/),
      proxies: expect.stringMatching(/^fail: TRUSTED_PROXIES believes 0.0.0.0\/0/),
      port: expect.stringMatching(
        process.platform === 'linux' ? `process ${process.pid} ` : `port ${port} is taken`,
      ),
      geo: expect.stringMatching(/^fail: GEOIP_MMDB=.*junk.mmdb cannot be read/),
      clock: expect.stringMatching(/^fail: this machine is 3(599|600)\.\d s ahead of the database/),
      migrations: expect.stringMatching(/^warn: 1 are pending: \d+_/),
      partitions: 'warn: none is made for tomorrow of spans',
      queue: expect.stringMatching(/^fail: 0 workers alive, 1 jobs due, the oldest for 36\d\d s/),
      sealed: expect.stringMatching(
        /^fail: the headers of 1 of 1 targets were sealed with another secret key/,
      ),
    });
    expect(text).not.toContain(base64(otherKey));
    const opened = await look(usual);
    expect(opened.found.sealed).toBe('ok: the secret key opens the headers of 1 targets');
  }, 60_000);

  it('knows a database of a later release, an old geo file, and a key that is none', async () => {
    await test.db.$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'y', '29990101000000_later', now())`;
    const tooShort = 'c2VjcmV0LXRvby1zaG9ydA==';
    const { code, text, found } = await look(
      { ...usual, APISCOPE_SECRET_KEY: tooShort },
      shifted(3 * 365 * 86_400_000),
    );
    expect(code).toBe(1);
    expect(found).toMatchObject({
      migrations: expect.stringMatching(/^fail: .*another line of releases: 29990101000000_later/),
      geo: expect.stringMatching(/^warn: .* days old/),
      environment: expect.stringMatching(/^fail: APISCOPE_SECRET_KEY: must be 32 bytes in base64/),
      'secret key': expect.stringMatching(/^fail: APISCOPE_SECRET_KEY is not 32 bytes/),
      sealed: expect.stringMatching(/^skip/),
    });
    expect(text).not.toContain(tooShort);
    await test.db.$executeRaw`UPDATE _prisma_migrations SET rolled_back_at = NULL`;
    const missing = await look({ ...usual, GEOIP_MMDB: '/nowhere/cities.mmdb' });
    expect(missing.found.geo).toBe('fail: GEOIP_MMDB=/nowhere/cities.mmdb is not there');
    expect(missing.found.migrations).toMatch(/^warn: a later release than this .*: 29990101000000_later/);
  }, 60_000);

  it('without the database says so, and looks at everything else', async () => {
    const url = `postgres://apiscope:hunter2-%2Bsecret@127.0.0.1:${await freePort()}/apiscope`;
    const { code, text, found } = await look({ ...usual, DATABASE_URL: url, PORT: 'abc' });
    expect(code).toBe(1);
    expect(found.database).toMatch(
      /^fail: the database of DATABASE_URL at 127.0.0.1:\d+\/apiscope cannot be reached: .*ECONNREFUSED/,
    );
    for (const name of [
      'connection',
      'extensions',
      'rights',
      'clock',
      'migrations',
      'partitions',
      'queue',
      'sealed',
    ])
      expect([name, found[name]]).toEqual([name, 'skip: not checked: no database']);
    expect(found.environment).toMatch(/^fail: .*PORT/s);
    expect(found.geo).toMatch(/^ok|^warn/);
    expect(text).not.toMatch(/hunter2/);
  }, 60_000);

  it('a database without extensions, whose user may not create them, lacks both', async () => {
    const empty = await createEmptyDatabase();
    try {
      const { found } = await look({ ...usual, DATABASE_URL: empty.url });
      expect(found.extensions).toBe('ok: vector can be created, pg_trgm can be created');
      expect(found.migrations).toMatch(/^warn: \d+ are pending/);
      expect(found.queue).toBe('skip: not checked: no tables yet');
      // The embedded database has one user, who may do everything.
      if (test.kind === 'native') await lookAsGuest(empty.url);
    } finally {
      await empty.stop();
    }
  }, 60_000);

  it('names a database that does not store text as UTF-8', async () => {
    const template = inject('testTemplate');
    // The embedded database has one encoding.
    if (template.kind === 'embedded') return;
    const name = `doctor_latin_${process.pid}`;
    await runSql(template.url, `CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    try {
      const { code, found } = await look({ ...usual, DATABASE_URL: withDatabase(template.url, name) });
      expect([code, found.connection]).toEqual([1, 'fail: the database stores text as LATIN1']);
    } finally {
      await runSql(template.url, `DROP DATABASE ${name}`);
    }
  }, 60_000);

  async function lookAsGuest(url: string): Promise<void> {
    const guest = `doctor_guest_${process.pid}`;
    await test.db.$executeRawUnsafe(`CREATE ROLE ${guest} LOGIN`);
    try {
      const asGuest = new URL(url);
      asGuest.username = guest;
      const { code, found } = await look({ ...usual, DATABASE_URL: asGuest.toString() });
      expect([code, found.extensions, found.rights]).toEqual([
        1,
        'fail: the extension vector and pg_trgm is not in this database, and its user may not create it',
        `fail: ${guest} may make no tables in the schema public`,
      ]);
    } finally {
      await test.db.$executeRawUnsafe(`DROP ROLE ${guest}`);
    }
  }
});

function dayName(at: number): string {
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
}
