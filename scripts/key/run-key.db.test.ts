import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../apps/api/src/testing/open-test-app.ts';
import { systemClock } from '../../packages/core/src/clock.ts';
import { createTestDb, type TestDb } from '../../packages/db/src/testing/test-db.ts';
import { runKey } from './run-key.ts';

let test: TestDb;
let app: TestApp;
beforeAll(async () => {
  test = await createTestDb();
  app = await openTestApp(test.url, { AUTH: 'on' });
});
afterAll(async () => {
  await app.close();
  await test.close();
});

async function run(argv: string[], env: Record<string, string> = { DATABASE_URL: test.url }) {
  const said = { output: '', errors: '' };
  const code = await runKey(argv, {
    env,
    clock: systemClock,
    output: { write: (text) => (said.output += text) },
    errors: { write: (text) => (said.errors += text) },
  });
  return { code, ...said };
}

it('makes a key that works, prints its token alone, and leaves a line in the audit log', async () => {
  const { code, output, errors } = await run([
    'create',
    '--name',
    'first',
    '--scopes',
    'ingest,read',
    '--service',
    'shop',
  ]);
  expect(code).toBe(0);
  const token = output.trim();
  expect(token).toMatch(/^aps_[A-Za-z0-9]{12}_[\w-]{43}$/);
  expect(errors).not.toContain(token);
  expect((await app.call('/logs', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  const [entry] = await test.db.auditEntry.findMany();
  expect(entry).toMatchObject({ actor: 'command line', action: 'keys.create', subject: 'first' });
  expect(JSON.stringify(entry!.details)).not.toContain(token.slice(17));
});

it('says what is wrong with a command line, and makes nothing', async () => {
  const before = await test.db.apiKey.count();
  for (const [argv, words] of [
    [[], 'usage'],
    [['create', '--scopes', 'read'], '--name'],
    [['create', '--name', 'a', '--scopes', 'all'], '--scopes'],
    [['create', '--name', 'a', '--scopes', 'read', '--service', 'shop'], 'needs the scope ingest'],
    [['create', '--name', 'a', '--scopes', 'read', '--expires', 'soon'], '--expires'],
    [['create', '--name', 'a', '--scopes', 'read', '--expires', '2020-01-01'], 'lies in the past'],
    [['create', '--nane', 'a'], 'usage'],
  ] as const) {
    const { code, output, errors } = await run([...argv]);
    expect([argv, code, output, errors]).toEqual([argv, 2, '', expect.stringContaining(words)]);
  }
  expect(await test.db.apiKey.count()).toBe(before);
  expect((await run(['--help'])).code).toBe(0);
});

it('uses the data folder of an Apiscope that is not running', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'apiscope-key-'));
  const { code, output } = await run(['create', '--name', 'a', '--scopes', 'admin'], { DATA_DIR: folder });
  expect([code, output]).toEqual([0, expect.stringMatching(/^aps_/)]);
  // Where `npm start` keeps it.
  expect(await readdir(folder)).toEqual(['database']);
  await rm(folder, { recursive: true });
}, 60_000);
