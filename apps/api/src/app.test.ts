import { describe, expect, it } from 'vitest';
import { createApp } from './app.ts';
import { fakeDeps } from './testing/fake-deps.ts';

const { deps, collected } = fakeDeps();
const app = createApp(deps);

const call = async (path: string, init?: RequestInit) => {
  const response = await app.request(path, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
};
const post = (path: string, body: string, type = 'application/json') =>
  call(path, { method: 'POST', body, headers: { 'content-type': type } });
const failed = (code: string, ...paths: string[]) => ({
  data: null,
  error: {
    code,
    message: expect.any(String),
    ...(paths.length > 0 && { issues: paths.map((path) => ({ path, message: expect.any(String) })) }),
  },
  metadata: null,
});

describe('what REST refuses', () => {
  it('answers an unknown path and an error on purpose in the envelope, without internals', async () => {
    expect(await call('/nowhere')).toMatchObject({ status: 404, body: failed('NOT_FOUND') });
    expect(await call('/api/v1/users/')).toMatchObject({ status: 404, body: failed('NOT_FOUND') });
    const { status, body } = await call('/error');
    expect({ status, body }).toEqual({ status: 500, body: failed('INTERNAL_SERVER_ERROR') });
    expect(JSON.stringify(body)).not.toContain('on purpose');
    expect(collected.lines.at(-1)).toMatchObject({
      level: 50,
      status: 500,
      err: { message: 'thrown on purpose' },
    });
  });

  it('answers another method of a known path with 405 and Allow', async () => {
    const users = await call('/api/v1/users', { method: 'PUT' });
    expect(users).toMatchObject({ status: 405, body: failed('METHOD_NOT_SUPPORTED') });
    expect(users.headers.get('allow')).toBe('GET, POST, HEAD');
    expect((await call('/logs/stream', { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD');
    expect((await call('/logs/7', { method: 'DELETE' })).status).toBe(405);
  });

  it.each([
    ['/api/v1/users?nmae=a', 'nmae'],
    ['/api/v1/users?name__regex=a', 'name__regex'],
    ['/api/v1/users?age__like=1', 'age__like'],
    ['/api/v1/users?limit=many', 'limit'],
    ['/api/v1/users?limit=', 'limit'],
    ['/api/v1/users?limit=0', 'limit'],
    ['/api/v1/users?limit=1001', 'limit'],
    ['/api/v1/users?age__isnull=1', 'age__isnull'],
    ['/api/v1/users?order_by=embedding', 'order_by'],
    ['/api/v1/users?limit=1&limit=2', 'limit'],
    ['/api/v1/users?created_at__gte=yesterday', 'created_at__gte'],
    ['/api/v1/users?__proto__=1', '__proto__'],
    ['/api/v1/users/abc', 'id'],
    ['/api/v1/users/1?id=2', 'id'],
    ['/logs?level__gte=warning', 'level__gte'],
    ['/logs/stream?limit=5', 'limit'],
    ['/logs/stream?level=error', 'level'],
    ['/metrics?windowSize=61', 'windowSize'],
    ['/metrics/aggregate?windowSize=61', 'windowSize'],
    ['/metrics/summary?startDate=13:00', 'startDate'],
    ['/replay?statusCode=ok', 'statusCode'],
    ['/worker/jobs?state=dead', 'state'],
    ['/health?verbose=1', 'verbose'],
  ])('names the parameter at fault in %s', async (path, parameter) => {
    expect(await call(path)).toMatchObject({ status: 400, body: failed('BAD_REQUEST', parameter) });
  });

  it('names every parameter at fault, in the order given', async () => {
    const { body } = await call('/logs?levle__eq=error&level__regex=x&foo=1');
    expect(body.error.issues).toEqual([
      { path: 'levle__eq', message: expect.stringContaining('unknown field levle') },
      { path: 'level__regex', message: expect.stringContaining('unknown operator regex') },
      { path: 'foo', message: 'unknown parameter' },
    ]);
  });

  it('refuses bodies that are no JSON, no object, too large or of another type', async () => {
    const bad = failed('BAD_REQUEST', 'body');
    expect(await post('/api/v1/users', '{"name":')).toMatchObject({ status: 400, body: bad });
    expect(await post('/api/v1/users', '[]')).toMatchObject({ status: 400, body: bad });
    expect(await post('/api/v1/users', '\xff')).toMatchObject({ status: 400 });
    expect(await post('/api/v1/users', '{}', 'text/plain')).toMatchObject({ status: 415 });
    expect(await post('/api/v1/users', `{"name":"${'a'.repeat(1_100_000)}"}`)).toMatchObject({
      status: 413,
      body: failed('PAYLOAD_TOO_LARGE'),
    });
    expect(await post('/logs', `"${'a'.repeat(17_000_000)}"`)).toMatchObject({ status: 413 });
    expect(await post('/logs', '"text"')).toMatchObject({ status: 400, body: bad });
    expect(await post('/logs', '[]')).toMatchObject({ status: 400, body: bad });
  });

  it('names what is wrong in a body', async () => {
    const user = await post('/api/v1/users', '{"name":"","age":151,"admin":true}');
    expect(user).toMatchObject({ status: 400, body: failed('BAD_REQUEST', 'name', 'age', 'admin') });
    expect(await post('/api/v1/users', '')).toMatchObject({ status: 400 });
    expect(await post('/api/v1/users?name=a', '{"name":"a","age":1}')).toMatchObject({ status: 400 });
    const log = await post('/logs', '{"source":"a","level":"loud","message":"m"}');
    expect(log).toMatchObject({ status: 400, body: failed('BAD_REQUEST', 'level') });
    const batch = await post('/logs', '[{"source":"a"},7]');
    expect(batch.body.error.issues.map(({ path }: { path: string }) => path)).toEqual([
      '0.level',
      '0.message',
      '1',
    ]);
    const ingest = await post(
      '/ingest/requests',
      '{"batchId":"x","service":"s","requests":[{"method":"GET"}]}',
    );
    expect(ingest.body.error.issues.map(({ path }: { path: string }) => path)).toEqual([
      'batchId',
      'requests.0.timestamp',
      'requests.0.path',
      'requests.0.statusCode',
    ]);
  });

  it('answers 503 with Retry-After while the database is away', async () => {
    for (const path of ['/api/v1/users', '/logs', '/health', '/health/ready']) {
      const { status, headers, body } = await call(path);
      expect([path, status, headers.get('retry-after')]).toEqual([path, 503, '5']);
      expect(body.error.code).toBe('SERVICE_UNAVAILABLE');
    }
    expect(await call('/health/live')).toMatchObject({ status: 200, body: { data: { status: 'live' } } });
    expect(await call('/info')).toMatchObject({
      status: 200,
      body: { data: { version: '1.2.3' }, error: null },
    });
  });

  it('refuses foreign hosts, and changes by pages of foreign origins', async () => {
    const at = (host: string, init: RequestInit = {}) =>
      call('/health/live', { ...init, headers: { host, ...init.headers } });
    for (const host of ['localhost:3000', '127.0.0.1', '[::1]:3000', 'apiscope.localhost'])
      expect([host, (await at(host)).status]).toEqual([host, 200]);
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1:3000'])
      expect([host, (await at(host)).status]).toEqual([host, 403]);
    const write = (headers: Record<string, string>) =>
      call('/api/v1/users', { method: 'POST', headers }).then(({ status }) => status);
    expect(await write({ origin: 'https://evil.example' })).toBe(403);
    expect(await write({ origin: 'null' })).toBe(403);
    expect(await write({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await write({ origin: 'http://localhost:3000' })).toBe(400);
  });

  it('echoes a sane request id, makes one otherwise, and sends the security headers', async () => {
    const given = await call('/health/live', { headers: { 'x-request-id': 'abc-123' } });
    expect(given.headers.get('x-request-id')).toBe('abc-123');
    const odd = await call('/health/live', { headers: { 'x-request-id': '<script>' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^request-\d+$/);
    expect(odd.headers.get('x-content-type-options')).toBe('nosniff');
    expect(odd.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('answers HEAD like GET without a body, a stream too', async () => {
    for (const path of ['/health/live', '/logs/stream', '/doc']) {
      const response = await app.request(path, { method: 'HEAD' });
      expect([path, response.status, await response.text()]).toEqual([path, 200, '']);
    }
    expect(deps.hub.logs.clients).toBe(0);
  });

  it('serves the document and its reader from here alone', async () => {
    const doc = await call('/doc');
    expect(doc.body.openapi).toBe('3.1.0');
    const page = await (await app.request('/reference')).text();
    expect(page).toContain('/reference/scalar.js');
    expect(page.match(/https?:\/\/[^"'\s<]+/g) ?? []).toEqual([]);
    const script = await app.request('/reference/scalar.js');
    expect(script.headers.get('content-type')).toContain('text/javascript');
  });
});
