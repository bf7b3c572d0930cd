import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { fakeDeps } from '../testing/fake-deps.ts';
import { createIntake, type IntakeLimits, intakeRetryAfter } from './create-intake.ts';

function appWith(limits: IntakeLimits) {
  const intake = createIntake(limits);
  const app = createApp(fakeDeps({ intake }).deps);
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    app.request(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  return { intake, app, post };
}
const line = { source: 'test', level: 'info', message: 'm'.repeat(1_000) };

describe('what other programs send', () => {
  it.each([
    '/ingest/requests',
    '/logs',
    '/import/har',
    '/trpc/ingest.requests',
    '/trpc/logs.list,logs.create?batch=1',
  ])('is refused with 429 and Retry-After while the intake is full: %s', async (path) => {
    const { post, app } = appWith({ maxRequests: 0, maxBytes: 1 });
    const answer = await post(path, '{}');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, String(intakeRetryAfter)]);
    expect(await answer.text()).toContain('TOO_MANY_REQUESTS');
    expect((await app.request('/info')).status).toBe(200);
  });

  it('holds the bytes of bodies as they are without gzip, until they are answered', async () => {
    const { post, intake } = appWith({ maxRequests: 5, maxBytes: 500 });
    const body = JSON.stringify(line);
    const packed = gzipSync(body);
    expect(packed.length).toBeLessThan(500);
    for (const answer of [
      await post('/logs', body),
      await post('/logs', packed, { 'content-encoding': 'gzip' }),
    ])
      expect(answer.status).toBe(429);
    // The database of this test is away: so far a line that fits does come.
    expect((await post('/logs', JSON.stringify({ ...line, message: 'm' }))).status).toBe(503);
    expect(intake.stats()).toEqual({ requests: 0, bytes: 0, refused: 2 });
  });

  it('needs no place in it to be refused for who sends it', async () => {
    const { post } = appWith({ maxRequests: 0, maxBytes: 1 });
    expect((await post('/api/v1/users', '{}')).status).toBe(400);
  });
});
