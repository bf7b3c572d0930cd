import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findInTables } from '../testing/find-in-tables.ts';
import { makeKey } from '../testing/make-key.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { type LoopbackServer, startMcpServer } from '../testing/start-mcp-server.ts';

const token = 'canaryofmcpdebugzq';

let database: TestDb;
let api: TestApp;
let tools: LoopbackServer;
let key: string;
const written: string[] = [];
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(
    database.url,
    { AUTH: 'on', REPLAY_ALLOWED_CIDRS: ['loopback'] },
    { write: (line) => written.push(line) },
  );
  tools = await startMcpServer({ token });
  key = await makeKey(database.db, ['operate']);
});
afterAll(async () => {
  await tools.close();
  await api.close();
  await database.close();
});

const debug = (body: unknown, by = key) =>
  api.call('/mcp-debug', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${by}` },
  });

it('lets an operator look, writes down who did, and keeps nothing of the auth header', async () => {
  const { status, body } = await debug({
    url: `${tools.url}?token=${token}`,
    authHeader: { name: 'authorization', value: `Bearer ${token}` },
    tool: 'echo',
    arguments: { text: `hello ${token}` },
  });
  expect([status, body.data.status, body.data.problem]).toEqual([200, 'ok', null]);
  expect(body.data.result).toEqual({ content: [{ type: 'text', text: 'hello [redacted]' }] });
  expect(JSON.stringify(body).includes(token)).toBe(false);
  const [line] = await database.db.$queryRaw<object[]>`SELECT * FROM audit_log WHERE action = 'mcp.debug'`;
  expect(line).toMatchObject({
    actor: `key:${key.slice(4, 16)}`,
    subject: `${tools.url}?token=[redacted]`,
    details: { tool: 'echo' },
    request_id: expect.any(String),
  });
  expect(await findInTables(database.db, [token])).toEqual([]);
  expect([written.join().includes('/mcp-debug'), written.join().includes(token)]).toEqual([true, false]);
});

it('is not for those who may only read, and names what is wrong in what is asked', async () => {
  const reads = await makeKey(database.db, ['read']);
  expect((await debug({ url: tools.url }, reads)).status).toBe(403);
  expect((await debug({ url: tools.url }, 'aps_')).status).toBe(401);
  const paths = async (body: unknown) => (await debug(body)).body.error?.issues?.map(({ path }) => path);
  const header = (name: string, value: string) =>
    paths({ url: 'http://a.test', authHeader: { name, value } });
  expect(await paths({})).toEqual(['url']);
  expect(await paths({ url: 'http://a.test', uri: 1 })).toEqual(['uri']);
  expect(await header('Mcp-Session-Id', 'x')).toEqual(['authHeader.name']);
  expect(await header('host', 'x')).toEqual(['authHeader.name']);
  expect(await header('x y', 'x')).toEqual(['authHeader.name']);
  expect(await header('x-key', 'a\r\nb: c')).toEqual(['authHeader.value']);
  expect(await paths({ url: 'http://a.test', tool: 't', arguments: { a: 'x'.repeat(100_000) } })).toEqual([
    'arguments',
  ]);
  expect(await paths({ url: 'http://a.test', tool: 't', arguments: [] })).toEqual(['arguments']);
  const { body } = await debug({ url: 'http://10.0.0.1/mcp' });
  expect(body.data).toMatchObject({ status: 'refused', problem: expect.stringContaining('private address') });
});
