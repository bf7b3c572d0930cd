import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NodeServer, serveNode } from '../../apps/api/src/servers/node.ts';
import { openTestApp, type TestApp } from '../../apps/api/src/testing/open-test-app.ts';
import { systemClock } from '../../packages/core/src/clock.ts';
import { createTestDb, type TestDb } from '../../packages/db/src/testing/test-db.ts';
import { runKey } from '../key/run-key.ts';
import { runReplay } from '../replay/run-replay.ts';
import { runSeed } from '../seed/run-seed.ts';
import { runTraffic } from '../traffic/run-traffic.ts';
import { runImport, type Terminal } from './run-import.ts';

const folder = mkdtempSync(join(tmpdir(), 'apiscope-commands-'));
const file = join(folder, 'shop.log');
let test: TestDb;
let app: TestApp;
let server: NodeServer;

beforeAll(async () => {
  writeFileSync(
    file,
    '203.0.113.7 - - [10/Nov/2026:13:55:36 +0000] "GET /cart HTTP/1.1" 200 512 "-" "curl/8"\n',
  );
  test = await createTestDb();
  app = await openTestApp(test.url, { AUTH: 'on' });
  server = await serveNode(app.app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close(1_000);
  await app.close();
  await test.close();
  rmSync(folder, { recursive: true });
});

async function createKey(scopes: string): Promise<string> {
  let token = '';
  await runKey(['create', '--name', scopes, '--scopes', scopes], {
    env: { DATABASE_URL: test.url },
    clock: systemClock,
    output: { write: (text) => (token += text) },
    errors: { write: () => {} },
  });
  return token.trim();
}

type Command = (argv: readonly string[], terminal: Terminal) => Promise<number>;

async function run(command: Command, argv: string[], key?: string) {
  let text = '';
  const output = { write: (piece: string) => (text += piece) };
  const code = await command([...argv, '--url', `http://127.0.0.1:${server.port}`], {
    env: { APISCOPE_KEY: key },
    output,
    errors: output,
    signal: new AbortController().signal,
  });
  return { code, text };
}

it('shows the key of APISCOPE_KEY, whatever the command', async () => {
  const ingest = await createKey('ingest,read');
  const operate = await createKey('operate,read');
  expect(await run(runImport, [file], ingest)).toMatchObject({ code: 0 });
  expect(await test.db.log.count({ where: { service: 'shop' } })).toBe(1);
  expect(await run(runSeed, ['empty'], ingest)).toMatchObject({ code: 0 });
  expect(await run(runTraffic, ['--rate', '20', '--seconds', '1'], operate)).toMatchObject({ code: 0 });
  const { code, text } = await run(runReplay, ['--set', 'none of that name'], operate);
  expect([code, text]).toEqual([2, expect.stringContaining('there is no replay set')]);
});

it('says where the key belongs when it is missing, and what a key may not do', async () => {
  const read = await createKey('read');
  for (const key of [undefined, 'aps_wrong']) {
    const { code, text } = await run(runImport, [file], key);
    expect([code, text]).toEqual([1, expect.stringContaining('APISCOPE_KEY')]);
  }
  const { code, text } = await run(runImport, [file], read);
  expect([code, text]).toEqual([1, expect.stringContaining('ingest')]);
  expect(text).not.toContain(read);
});
