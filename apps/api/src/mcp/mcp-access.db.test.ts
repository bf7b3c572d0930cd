import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { makeKey } from '../testing/make-key.ts';
import { openMcpClient } from '../testing/open-mcp-client.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let database: TestDb;
let api: TestApp;
let server: NodeServer;
let url: string;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url, { AUTH: 'on' });
  server = await serveNode(api.app, { host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${server.port}/mcp`;
});
afterAll(async () => {
  await server.close(50);
  await api.close();
  await database.close();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ping = (headers: Record<string, string>) =>
  api.app.request('/mcp', {
    method: 'POST',
    body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
  });

it('asks for a key that may read, and says so as HTTP has it', async () => {
  const reads = await makeKey(database.db, ['read']);
  const refused: Record<string, string>[] = [
    {},
    bearer('aps_nothing'),
    bearer(await makeKey(database.db, ['read'], { expiresAt: 1 })),
  ];
  for (const headers of refused) {
    const answer = await ping(headers);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="apiscope"']);
    expect(await answer.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32000 }, id: null });
  }
  const sends = await ping(bearer(await makeKey(database.db, ['ingest'])));
  expect([sends.status, sends.headers.get('www-authenticate')]).toEqual([403, null]);
  expect((await ping(bearer(reads))).status).toBe(200);
  expect((await ping({ 'x-api-key': reads })).status).toBe(200);
  await expect(openMcpClient(url)).rejects.toThrow('send an API key');
});

it('offers a dry run to those who may operate, and refuses it to others', async () => {
  const reads = await openMcpClient(url, bearer(await makeKey(database.db, ['read'])));
  const operates = await openMcpClient(url, bearer(await makeKey(database.db, ['operate'])));
  const names = async ({ client }: typeof reads) => (await client.listTools()).tools.map(({ name }) => name);
  expect(await names(reads)).not.toContain('replay_dry_run');
  expect(await names(operates)).toEqual([...(await names(reads)), 'replay_dry_run']);
  const refused = await reads.call('replay_dry_run', { id: 1 });
  expect([refused.isError, JSON.parse(refused.text).code]).toEqual([true, 'FORBIDDEN']);
  expect(JSON.parse((await operates.call('replay_dry_run', { id: 1 })).text).code).toBe('NOT_FOUND');
  expect((await reads.call('search_logs')).isError).toBe(false);
  await reads.close();
  await operates.close();
});
