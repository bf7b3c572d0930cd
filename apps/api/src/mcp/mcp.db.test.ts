import { resources } from '@apiscope/core/search/resources';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { filtersOf } from '../testing/list-doors.ts';
import { openMcpClient } from '../testing/open-mcp-client.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

const at = '2026-01-31T09:00:00Z';
/** Told by nothing but the name it is stored under. */
const canary = 'canarymcpzq';

let database: TestDb;
let api: TestApp;
let server: NodeServer;
let url: string;
let agent: Awaited<ReturnType<typeof openMcpClient>>;

beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  server = await serveNode(api.app, { host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${server.port}/mcp`;
  const line = (message: string, fields: object = {}) => ({
    source: 'test',
    level: 'error',
    service: 'shop',
    message,
    ...fields,
  });
  await api.send('POST', '/logs', [
    line('payment 17 declined', { meta: { password: canary } }),
    line('payment 18 declined', { level: 'warn' }),
    line(`signed in with token=${canary}`, { service: 'door', level: 'info' }),
    ...Array.from({ length: 40 }, (_, index) =>
      line(`order ${index} ${'x'.repeat(5_000)}`, { service: 'long' }),
    ),
    line('heavy', { service: 'heavy', meta: { list: Array.from({ length: 9_000 }, (_, id) => ({ id })) } }),
  ]);
  const request = (path: string, statusCode: number | null, duration: number) => ({
    timestamp: at,
    method: 'POST',
    path: `${path}?token=${canary}`,
    route: path,
    statusCode,
    duration,
    headers: { authorization: `Bearer ${canary}`, 'content-type': 'application/json' },
    body: JSON.stringify({ password: canary, note: 'loyalzq '.repeat(2_500) }),
  });
  const batchId = '7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c01';
  await api.send('POST', '/ingest/requests', {
    batchId,
    service: 'shop',
    requests: [
      request('/pay', 200, 900),
      request('/pay', 500, 20),
      request('/ship', 404, 5),
      request('/ship', null, 7),
    ],
  });
  await mergeBatch(database.db, { batchId, maxEndpoints: 100 });
  agent = await openMcpClient(url);
}, 60_000);
afterAll(async () => {
  await agent.close();
  await server.close(50);
  await api.close();
  await database.close();
});

describe('the tools of /mcp, asked by the official client', () => {
  it('are described: title, schemas, and that they read', async () => {
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'search_logs',
      'get_log',
      'similar_logs',
      'list_patterns',
      'metrics_summary',
      'list_endpoints',
      'slow_requests',
      'failing_requests',
      'get_snapshot',
      'list_services',
      'get_service',
      'list_consumers',
      'get_consumer',
      'search_traces',
      'get_trace',
      'replay_dry_run',
    ]);
    for (const { title, description, inputSchema, outputSchema, annotations } of tools) {
      expect([title, description]).toEqual([expect.any(String), expect.any(String)]);
      expect([inputSchema.type, outputSchema?.type]).toEqual(['object', 'object']);
      expect(annotations).toMatchObject({ readOnlyHint: true, openWorldHint: false });
    }
    // What every conversation of an agent is charged for: about 20,000 tokens, and 12,000 more where a client passes on what answers look like.
    const asked = tools.map(({ outputSchema: _, ...tool }) => tool);
    expect(JSON.stringify(asked).length).toBeLessThan(75_000);
    expect(JSON.stringify(tools).length).toBeLessThan(130_000);
    const { properties } = tools[0]!.inputSchema;
    expect(Object.keys(properties!)).toEqual(expect.arrayContaining(filtersOf(resources.logs)));
  });

  it('search logs by the grammar of every other door, page by page', async () => {
    const severe = await agent.call('search_logs', { level__gte: 'warn', service__eq: 'shop' });
    expect(severe.data.map(({ message }) => message)).toEqual(['payment 18 declined', 'payment 17 declined']);
    expect(severe).toMatchObject({ metadata: { total: 2, nextCursor: null }, note: null });
    expect(JSON.parse(severe.text)).toEqual({ data: severe.data, metadata: severe.metadata, note: null });
    const first = await agent.call('search_logs', { search: 'declined', limit: 1 });
    const second = await agent.call('search_logs', {
      search: 'declined',
      limit: 1,
      cursor: first.metadata.nextCursor,
    });
    expect(first.data[0]!.id).not.toBe(second.data[0]!.id);
    const similar = await agent.call('similar_logs', { id: severe.data[0]!.id });
    expect(similar.data[0]).toMatchObject({ similarity: expect.any(Number) });
    const patterns = await agent.call('list_patterns', { service__eq: 'shop' });
    expect(patterns.data).toMatchObject([{ pattern: 'payment <num> declined', count: 2 }]);
  });

  it.each([
    ['search_logs', { levle__eq: 'error' }, 'levle__eq', 'unknown field levle'],
    ['search_logs', { level__regex: 'e' }, 'level__regex', 'unknown operator regex'],
    ['search_logs', { limit: 'many' }, 'limit', 'number'],
    ['search_logs', { level__gte: 'loud' }, 'level__gte', 'expected one of trace'],
    ['failing_requests', { statusCode__gte: 'x' }, 'statusCode__gte', 'number'],
    ['list_endpoints', { embedding__eq: 'x' }, 'embedding__eq', 'unknown field'],
    ['metrics_summary', { startDate: 'yesterday' }, 'startDate', 'ISO-8601'],
    ['get_snapshot', {}, 'id', 'number'],
  ])('%s refuses %j and names it', async (tool, args, path, reason) => {
    const { isError, text } = await agent.call(tool, args);
    expect(isError).toBe(true);
    expect(JSON.parse(text)).toMatchObject({
      code: 'BAD_REQUEST',
      issues: [{ path, message: expect.stringContaining(reason) }],
    });
    const rest = {
      search_logs: '/logs',
      failing_requests: '/replay',
      list_endpoints: '/metrics/endpoints',
      metrics_summary: '/metrics/summary',
    }[tool];
    if (!rest) return;
    const { body } = await api.call(`${rest}?${new URLSearchParams(args as Record<string, string>)}`);
    expect(body.error).toMatchObject({ code: 'BAD_REQUEST', issues: [{ path }] });
  });

  it('answer what REST answers of metrics and captured requests', async () => {
    const summary = await agent.call('metrics_summary', { service: 'shop' });
    expect(summary.data).toEqual((await api.call('/metrics/summary?service=shop')).body.data);
    expect(summary.data).toMatchObject({ trafficCount: 4, errorRate: 75 });
    const endpoints = await agent.call('list_endpoints', { service: 'shop' });
    expect(endpoints.data).toEqual((await api.call('/metrics/endpoints?service=shop')).body.data);
    const slow = await agent.call('slow_requests', { service: 'shop', limit: 2 });
    expect(slow.data.map(({ duration }) => duration)).toEqual([900, 20]);
    const fast = await agent.call('slow_requests', { service: 'shop', order: 'asc', limit: 1 });
    expect(fast.data[0]).toMatchObject({ duration: 5 });
    const failing = await agent.call('failing_requests', { service: 'shop' });
    expect(failing.data.map(({ statusCode }) => statusCode).sort()).toEqual([404, 500]);
    const unanswered = await agent.call('failing_requests', { statusCode__isnull: true });
    expect(unanswered.data.map(({ endpoint }) => endpoint)).toEqual(['POST /ship']);
  });

  it('say what a replay would send, and send nothing', async () => {
    const { data } = await agent.call('failing_requests', { statusCode__eq: 500 });
    const preview = await agent.call('replay_dry_run', { id: data[0]!.id });
    expect(preview.data).toMatchObject({
      method: 'POST',
      url: null,
      refusal: { reason: expect.any(String) },
    });
    expect((await api.call(`/replay/${data[0]!.id}/runs`)).body.metadata.total).toBe(0);
    expect((await agent.call('get_snapshot', { id: 4_000_000 })).text).toContain('NOT_FOUND');
  });

  it('cut long answers, say so, and go on right behind them', async () => {
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page = await agent.call('search_logs', {
        service__eq: 'long',
        limit: 100,
        ...(cursor && { cursor }),
      });
      expect(page.text.length).toBeLessThan(70_000);
      expect(page.note).toContain('Long values were shortened: message');
      if (page.metadata.nextCursor) expect(page.note).toContain('metadata.nextCursor');
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.metadata.nextCursor;
    } while (cursor);
    expect([seen.length, new Set(seen).size]).toEqual([40, 40]);
    const heavy = await agent.call('search_logs', { service__eq: 'heavy' });
    expect(heavy.data[0]!.meta).toMatch(/^\{"list":\[.*characters more\]$/);
    const whole = await agent.call('get_log', { id: heavy.data[0]!.id });
    expect(String(whole.data.meta).length).toBeGreaterThan(30_000);
    const { data } = await agent.call('slow_requests', { limit: 1 });
    const snapshot = await agent.call('get_snapshot', { id: data[0]!.id });
    expect(snapshot).toMatchObject({ note: expect.stringContaining('body'), data: { statusCode: 200 } });
  });

  it('show no secret, nor one that only a newer rule knows', async () => {
    const answers = async () => {
      const all = [];
      for (const name of [
        'search_logs',
        'list_patterns',
        'slow_requests',
        'failing_requests',
        'list_endpoints',
      ])
        all.push(await agent.call(name, { limit: 100 }));
      for (const { id } of all[2]!.data) {
        all.push(
          await agent.call('get_snapshot', { id }),
          await agent.call('replay_dry_run', { id, headers: { authorization: `Bearer ${canary}` } }),
        );
      }
      for (const { id } of all[0]!.data.slice(-3))
        all.push(await agent.call('get_log', { id }), await agent.call('similar_logs', { id }));
      all.push(await agent.call('search_logs', { level__eq: `password=${canary}` }));
      return JSON.stringify(all);
    };
    const before = await answers();
    expect([before.includes(canary), before.includes('loyalzq')]).toEqual([false, true]);
    const set = await api.send('PUT', '/redaction/rules', { names: ['note'], except: [], shapes: {} });
    expect(set.status).toBe(200);
    expect((await answers()).includes('loyalzq')).toBe(false);
  });

  it('serve many clients at once', async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, () => openMcpClient(url)));
    const found = await Promise.all(
      clients.flatMap(({ call }, index) =>
        Array.from({ length: 5 }, async () => {
          const service = index % 2 === 0 ? 'shop' : 'door';
          const { data } = await call('search_logs', { service__eq: service });
          return data.every((row) => row.service === service) && data.length > 0;
        }),
      ),
    );
    expect(found).toEqual(Array.from({ length: 40 }, () => true));
    await Promise.all(clients.map(({ close }) => close()));
  });
});
