import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey } from '../testing/make-key.ts';
import { type ApiProcess, spawnApi } from '../testing/spawn-api.ts';

const publicUrl = 'https://scope.example.com';
const password = 'correct horse';

/** Every header by which somebody could say that they are another, come from elsewhere, or were asked under another name. */
const forged: Record<string, string> = {
  'x-forwarded-for': '8.8.8.8',
  forwarded: 'for=8.8.4.4;host=evil.example;proto=http',
  'x-real-ip': '8.8.8.8',
  'true-client-ip': '8.8.8.8',
  'x-client-ip': '8.8.8.8',
  'x-cluster-client-ip': '8.8.8.8',
  'cf-connecting-ip': '8.8.8.8',
  'cf-ipcountry': 'AU',
  'cf-ipcity': 'Sydney',
  'cloudfront-viewer-address': '8.8.8.8:443',
  'cloudfront-viewer-country': 'AU',
  'cloudfront-viewer-city': 'Sydney',
  'x-vercel-forwarded-for': '8.8.8.8',
  'x-vercel-ip-country': 'AU',
  'x-vercel-ip-city': 'Sydney',
  'x-geo-country': 'AU',
  'x-geo-region': 'NSW',
  'x-geo-city': 'Sydney',
  'x-geo-lat': '-33.8',
  'x-geo-lon': '151.2',
  'x-apiscope-address': '8.8.8.8',
  'x-forwarded-proto': 'http',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-port': '80',
  'x-forwarded-scheme': 'http',
  'x-original-host': 'evil.example',
  'x-original-url': '/health/live',
  'x-rewrite-url': '/health/live',
  'x-http-method-override': 'DELETE',
  'x-user-id': 'admin',
  'x-user': 'admin',
  'x-forwarded-user': 'admin',
  'x-forwarded-email': 'ada@example.com',
  'x-auth-request-email': 'ada@example.com',
  'x-remote-user': 'admin',
  'remote-user': 'admin',
  'x-actor': 'member:ada@example.com',
  'x-role': 'admin',
  'x-scopes': 'admin',
};

/** A process that knows of no proxy; one whose proxies are elsewhere; one to which its peers here are proxies, as are those of 10.0.0.0/8. */
const processes = ['alone', 'elsewhere', 'behind'] as const;
type Name = (typeof processes)[number];
const proxies: Record<Name, string> = {
  alone: '',
  elsewhere: '192.0.2.0/24',
  behind: '127.0.0.0/8,10.0.0.0/8',
};

let test: TestDb;
let reader: string;
let operator: string;
const apis = {} as Record<Name, ApiProcess>;
beforeAll(async () => {
  test = await createTestDb();
  reader = await makeKey(test.db, ['read']);
  operator = await makeKey(test.db, ['operate']);
  const start = async (name: Name) => {
    apis[name] = await spawnApi({
      DATABASE_URL: test.url,
      AUTH: 'on',
      PORT: '0',
      LOG_LEVEL: 'error',
      PUBLIC_URL: publicUrl,
      TRUSTED_PROXIES: proxies[name],
      RATE_LIMIT_ADDRESS: '40',
      APISCOPE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    });
  };
  await Promise.all(processes.map(start));
  const first = { email: 'ada@example.com', name: 'Ada', password };
  expect((await ask('alone', '/auth/sign-up', { method: 'POST', body: first })).status).toBe(201);
}, 240_000);
afterAll(async () => {
  for (const api of Object.values(apis)) await api.stop('SIGTERM');
  await test.close();
});

type Ask = { headers?: Record<string, string>; method?: string; body?: object };
const ask = (name: Name, path: string, { headers = {}, method = 'GET', body }: Ask = {}) =>
  fetch(apis[name].origin + path, {
    method,
    redirect: 'manual',
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
const as = (token: string) => ({ authorization: `Bearer ${token}` });

/** What the platform kept of the one captured request that had this id. */
async function keptOf(requestId: string) {
  const find = () => test.db.requestSnapshot.findFirst({ where: { requestId } });
  await expect.poll(find, { timeout: 30_000, interval: 100 }).not.toBeNull();
  const { geoSource, geoCountry, geoRegion, geoCity, geoLat, geoLon, userId, path, method } = (await find())!;
  return { geoSource, geoCountry, geoRegion, geoCity, geoLat, geoLon, userId, path, method };
}

let round = 0;
async function capture(name: Name, headers: Record<string, string>) {
  const id = { 'x-request-id': `forged-${round++}` };
  const { status } = await ask(name, '/api/v1/users', { headers: { ...as(reader), ...headers, ...id } });
  return { status, ...(await keptOf(id['x-request-id'])) };
}

/** Signs in and answers the cookie, and where the session says that it was opened from. */
async function signIn(name: Name, headers: Record<string, string>) {
  const body = { email: 'ada@example.com', password };
  const answer = await ask(name, '/auth/sign-in', { method: 'POST', body, headers });
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
  const { ipAddress } = await test.db.session.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return { cookie: answer.headers.getSetCookie()[0] ?? '', address: ipAddress };
}

/** How many of so many strangers' requests, each said to come from elsewhere, are told to wait. */
async function countRefused(
  name: Name,
  count: number,
  say: (n: number) => Record<string, string>,
): Promise<number> {
  const statuses = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const answer = await ask(name, '/session', { headers: say(n) });
      await answer.arrayBuffer();
      return answer.status;
    }),
  );
  return statuses.filter((status) => status === 429).length;
}

describe.each(['alone', 'elsewhere'] as const)('a peer that is no trusted proxy (%s)', (name) => {
  it('changes nothing of place and actor of what is captured, whatever it says', async () => {
    const plain = await capture(name, {});
    expect(plain).toMatchObject({ status: 200, geoSource: 'none', geoCountry: null, method: 'GET' });
    expect(plain).toMatchObject({ path: '/api/v1/users', userId: `key:${reader.slice(4, 16)}` });
    expect(await capture(name, forged)).toEqual(plain);
  }, 90_000);

  it.each(Object.keys(forged))('is nobody else, and let in nowhere else, by %s', async (header) => {
    const headers = { ...as(operator), [header]: forged[header]! };
    expect((await ask(name, '/keys', { headers })).status).toBe(403);
    const session = await ask(name, '/session', { headers });
    expect((await session.json()).data).toMatchObject({ actor: `key:${operator.slice(4, 16)}` });
    const stranger = await ask(name, '/logs', {
      headers: { [header]: forged[header]!, 'x-request-id': 'a' },
    });
    expect([401, 429]).toContain(stranger.status);
  });

  it('moves neither address nor cookie of a session, and passes for no page of another origin', async () => {
    const { cookie, address } = await signIn(name, forged);
    expect(address).toBe('127.0.0.1');
    expect(cookie).toMatch(/^__Secure-apiscope\.session_token=[^;]+;.*; HttpOnly; Secure; SameSite=Lax$/);
    const body = { email: 'ada@example.com', password };
    const headers = { ...forged, origin: 'https://evil.example' };
    expect((await ask(name, '/auth/sign-in', { method: 'POST', body, headers })).status).toBe(403);
  }, 60_000);

  it('has its name in no answer, and no security header taken away', async () => {
    for (const path of ['/doc', '/reference', '/info', '/mcp', '/dashboard']) {
      const answer = await ask(name, path, { headers: { ...forged, ...as(operator) } });
      const said = JSON.stringify([...answer.headers]) + (await answer.text());
      expect([path, said.includes('evil.example')]).toEqual([path, false]);
      expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
    }
  }, 60_000);

  it('counts as itself, however many others it says it is', async () => {
    const say = (n: number) => ({ ...forged, 'x-forwarded-for': `8.8.${n}.8`, forwarded: `for=8.8.${n}.8` });
    expect(await countRefused(name, 150, say)).toBeGreaterThan(20);
  }, 90_000);
});

describe('a trusted proxy', () => {
  it.each([
    ['a client', { 'x-forwarded-for': '8.8.8.8' }, { geoSource: 'ip', geoCountry: 'US' }],
    [
      'the right-most hop that is no proxy, not what the client wrote',
      { 'x-forwarded-for': '193.0.6.139, 8.8.8.8' },
      { geoCountry: 'US' },
    ],
    [
      'a client behind further proxies of ours',
      { 'x-forwarded-for': '193.0.6.139, 8.8.8.8, 10.1.2.3' },
      { geoCountry: 'US' },
    ],
    [
      'nobody, where that hop is no address',
      { 'x-forwarded-for': '8.8.8.8, unknown' },
      { geoSource: 'none', geoCountry: null },
    ],
    [
      'a client by RFC 7239',
      { forwarded: 'for=193.0.6.139, for="8.8.8.8:4711"' },
      { geoSource: 'ip', geoCountry: 'US' },
    ],
    [
      'a place by its platform',
      { 'cf-ipcountry': 'AU', 'x-geo-country': 'FR' },
      { geoSource: 'platform', geoCountry: 'AU' },
    ],
    [
      'a place',
      { 'x-geo-country': 'FR', 'x-forwarded-for': '8.8.8.8' },
      { geoSource: 'header', geoCountry: 'FR' },
    ],
    [
      'nothing by headers that are not read',
      { 'x-real-ip': '8.8.8.8', 'cf-connecting-ip': '8.8.8.8', 'true-client-ip': '8.8.8.8' },
      { geoSource: 'none' },
    ],
  ] as const)(
    'tells %s',
    async (_, headers, kept) => {
      expect(await capture('behind', headers)).toMatchObject({
        ...kept,
        userId: `key:${reader.slice(4, 16)}`,
      });
    },
    60_000,
  );

  it('says whose session it is, and makes nobody another member', async () => {
    const headers = { ...forged, 'x-forwarded-for': '203.0.113.66, 203.0.113.9, 10.0.0.1' };
    const { cookie, address } = await signIn('behind', headers);
    expect(address).toBe('203.0.113.9');
    expect(cookie).toMatch(/; Secure;/);
    const session = await ask('behind', '/session', { headers: { ...forged, ...as(operator) } });
    expect((await session.json()).data).toMatchObject({ actor: `key:${operator.slice(4, 16)}` });
  }, 60_000);

  it('has each of its clients counted for itself, and each once', async () => {
    expect(await countRefused('behind', 100, (n) => ({ 'x-forwarded-for': `203.0.113.${n}` }))).toBe(0);
    const asOne = (n: number) => ({ 'x-forwarded-for': `203.0.${n}.1, 198.51.100.7, 10.0.0.1` });
    expect(await countRefused('behind', 150, asOne)).toBeGreaterThan(20);
  }, 90_000);
});
