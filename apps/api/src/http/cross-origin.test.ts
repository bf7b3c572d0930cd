import { describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import type { Deps } from '../deps.ts';
import { readEnv } from '../env.ts';
import { fakeDeps } from '../testing/fake-deps.ts';

const listed = 'https://app.example.com';
const other = 'https://evil.example.com';

function open(changes: Partial<Deps['settings']> = {}) {
  const { deps } = fakeDeps();
  const app = createApp({ ...deps, settings: { ...deps.settings, auth: 'on', ...changes } });
  return (path: string, init: RequestInit = {}) =>
    app.request(path, { ...init, headers: { host: 'localhost', ...init.headers } });
}
const allowed = (response: Response) => response.headers.get('access-control-allow-origin');

describe('pages of other origins', () => {
  const ask = open({ corsOrigins: new Set([listed]) });

  it('read what is answered when they are listed, and no other', async () => {
    for (const path of ['/info', '/trpc/info.get', '/nowhere', '/logs/stream?nonsense=1']) {
      const mine = await ask(path, { headers: { origin: listed } });
      expect([path, allowed(mine), mine.headers.get('vary')]).toEqual([
        path,
        listed,
        expect.stringMatching(/Origin/),
      ]);
      for (const origin of [
        other,
        `${listed}.evil.example`,
        `${listed}:8443`,
        'null',
        'http://app.example.com',
        '',
      ])
        expect([origin, allowed(await ask(path, { headers: { origin } }))]).toEqual([origin, null]);
      const plain = await ask(path);
      expect([allowed(plain), plain.headers.get('vary')]).toEqual([null, expect.stringMatching(/Origin/)]);
    }
    const stream = await ask('/logs/stream', { headers: { origin: listed } });
    expect([stream.status, allowed(stream)]).toEqual([200, listed]);
    await stream.body?.cancel();
  });

  it('are answered their preflights, without credentials', async () => {
    const preflight = (origin: string) =>
      ask('/logs', {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization, content-type',
        },
      });
    const yes = await preflight(listed);
    expect([yes.status, allowed(yes)]).toEqual([204, listed]);
    expect(yes.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(yes.headers.get('access-control-allow-methods')).toContain('POST');
    expect(yes.headers.get('access-control-allow-credentials')).toBeNull();
    const no = await preflight(other);
    expect([no.ok, allowed(no), no.headers.get('access-control-allow-methods')]).toEqual([false, null, null]);
  });

  it('change things with a key alone when listed, and never else', async () => {
    const send = async (origin: string, headers: Record<string, string> = {}) =>
      (
        await ask('/api/v1/users', {
          method: 'POST',
          headers: { origin, 'content-type': 'application/json', ...headers },
          body: '{"nonsense":1}',
        })
      ).status;
    expect(await send(listed)).toBe(403);
    expect(await send(listed, { cookie: 'apiscope.session_token=x' })).toBe(403);
    expect(await send(listed, { authorization: 'Basic eDp5', cookie: 'apiscope.session_token=x' })).toBe(403);
    expect(await send(listed, { authorization: 'Bearer x' })).toBe(400);
    expect(await send(listed, { 'x-api-key': 'x' })).toBe(400);
    expect(await send(other, { authorization: 'Bearer x' })).toBe(403);
  });

  it('change nothing as a neighbour: another scheme or subdomain of the name by which the dashboard is reached', async () => {
    const publicUrl = new URL('https://scope.example.com');
    const send = async (headers: Record<string, string>, changes = {}) =>
      (
        await open(changes)('/api/v1/users', {
          method: 'POST',
          headers: { host: 'scope.example.com', 'content-type': 'application/json', ...headers },
          body: '{}',
        })
      ).status;
    // Who asks is not what is judged here: what passes is refused for its body.
    const passes = 400;
    expect(await send({ origin: 'https://scope.example.com' }, { publicUrl })).toBe(passes);
    expect(await send({ origin: 'https://scope.example.com' })).toBe(passes);
    expect(await send({ 'sec-fetch-site': 'same-origin' })).toBe(passes);
    expect(await send({ 'sec-fetch-site': 'none' })).toBe(passes);
    expect(await send({})).toBe(passes);
    expect(await send({ origin: 'http://scope.example.com' }, { publicUrl })).toBe(403);
    expect(await send({ origin: 'https://blog.scope.example.com' }, { publicUrl })).toBe(403);
    expect(await send({ 'sec-fetch-site': 'same-site' })).toBe(403);
  });

  it('get nothing of it while none are listed', async () => {
    const closed = open();
    const answer = await closed('/info', { headers: { origin: listed } });
    expect([allowed(answer), answer.headers.get('vary')]).toEqual([null, null]);
  });

  it('are listed by origins that browsers could send', () => {
    const given = { DATABASE_URL: 'postgres://a@b/c' };
    const read = (CORS_ORIGINS: string) => readEnv({ ...given, CORS_ORIGINS }).CORS_ORIGINS;
    expect([...read('https://a.example, http://localhost:5173')]).toEqual([
      'https://a.example',
      'http://localhost:5173',
    ]);
    expect(read('').size).toBe(0);
    for (const wrong of [
      '*',
      'null',
      'a.example',
      'https://a.example/',
      'https://*.example',
      'HTTPS://a.example',
      'file:///a',
    ])
      expect(() => read(wrong)).toThrow(/^CORS_ORIGINS: expected origins/);
  });
});

describe('every answer', () => {
  it('says what a browser should hold to', async () => {
    const ask = open();
    for (const path of ['/info', '/nowhere', '/error', '/trpc/info.get', '/logs?nonsense=1']) {
      const { headers } = await ask(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
      );
      expect([headers.get('x-content-type-options'), headers.get('cross-origin-opener-policy')]).toEqual([
        'nosniff',
        'same-origin',
      ]);
      expect(headers.get('permissions-policy')).toContain('camera=()');
      expect([path, headers.get('cache-control')]).toEqual([path, 'no-store']);
      expect(headers.get('strict-transport-security')).toBeNull();
    }
    const secure = open({ publicUrl: new URL('https://scope.example.com') });
    expect((await secure('/info')).headers.get('strict-transport-security')).toBe('max-age=31536000');
    const plain = open({ publicUrl: new URL('http://scope.example.com') });
    expect((await plain('/info')).headers.get('strict-transport-security')).toBeNull();
  });

  it('of the reference lets its own scripts run, by their hashes', async () => {
    const { headers } = await open()('/reference');
    const scripts = /script-src ([^;]*)/.exec(headers.get('content-security-policy')!)![1];
    expect(scripts).toMatch(/^'self'( 'sha256-[\w+/]{43}=')+$/);
  });
});
