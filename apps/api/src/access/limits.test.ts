import { grantedBy } from '@apiscope/core/access/schema';
import { fixedClock } from '@apiscope/core/clock';
import { AppError } from '@apiscope/core/errors';
import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { readEnv } from '../env.ts';
import { fakeDeps } from '../testing/fake-deps.ts';
import { anybody, nobody } from './actor.ts';
import { createLimits, type RateLimits } from './limits.ts';

const good = (name: string) => `aps_${name.padEnd(12, 'x')}_${'s'.repeat(43)}`;

function open(rates: Partial<RateLimits>, proxies: string[] = []) {
  const clock = fixedClock(0);
  const looked: string[] = [];
  const { deps } = fakeDeps({
    clock,
    limits: createLimits({ key: 0, address: 0, failures: 0, ...rates }),
    identify: async ({ headers }) => {
      const token = headers.get('x-api-key');
      if (token === null) return nobody();
      looked.push(token);
      if (token.includes('bad')) return nobody(new AppError('UNAUTHORIZED', 'the API key is not known'));
      return { ...anybody, kind: 'key', name: `key:${token}`, scopes: grantedBy(['read']) };
    },
  });
  const settings = { ...deps.settings, auth: 'on' as const, trustedProxies: createCidrSet(proxies) };
  const app = createApp({ ...deps, settings });
  const ask = async (from: string, headers: Record<string, string> = {}, path = '/info') => {
    const response = await app.request(path, { headers }, { peerAddress: from });
    const { headers: said } = response;
    return {
      status: response.status,
      left: said.get('ratelimit'),
      policy: said.get('ratelimit-policy'),
      after: said.get('retry-after'),
    };
  };
  return { app, ask, clock, looked };
}
const many = async (count: number, ask: () => Promise<{ status: number }>) => {
  const statuses: number[] = [];
  for (let n = 0; n < count; n++) statuses.push((await ask()).status);
  return statuses;
};
const passed = (statuses: number[]) => statuses.filter((status) => status !== 429).length;

describe('rate limits', () => {
  it('count the calls of a batch, not the request', async () => {
    const { ask } = open({ address: 60 });
    const batch = (count: number) => `/trpc/${Array(count).fill('session.get').join(',')}?batch=1&input={}`;
    expect(await ask('10.0.0.1', {}, batch(50))).toMatchObject({ left: '"address";r=10;t=50' });
    expect(await ask('10.0.0.1', {}, batch(11).replaceAll(',', '%2C'))).toMatchObject({
      status: 429,
      left: '"address";r=10;t=50',
      after: '1',
    });
    expect((await ask('10.0.0.1', {}, batch(10))).left).toBe('"address";r=0;t=60');
    // More than there ever are: it takes all, once there are all.
    expect((await ask('10.0.0.2', {}, batch(90))).left).toBe('"address";r=0;t=60');
  });

  it('hold for each key, wherever it comes from, and are told of in every answer', async () => {
    const { ask, clock } = open({ key: 60 });
    const as = (name: string) => ({ 'x-api-key': good(name) });
    expect(await ask('10.0.0.1', as('a'))).toEqual({
      status: 200,
      left: '"key";r=59;t=1',
      policy: '"key";q=60;w=60',
      after: null,
    });
    let n = 0;
    expect(passed(await many(100, () => ask(`10.0.0.${n++}`, as('a'))))).toBe(59);
    expect(await ask('10.0.0.1', as('a'))).toEqual({
      status: 429,
      left: '"key";r=0;t=60',
      policy: '"key";q=60;w=60',
      after: '1',
    });
    expect((await ask('10.0.0.1', as('b'))).status).toBe(200);
    clock.advance(5_000);
    expect(passed(await many(20, () => ask('10.0.0.1', as('a'))))).toBe(5);
  });

  it('hold for each address without a key, and forged headers change nothing', async () => {
    const { ask } = open({ address: 30 }, ['192.0.2.0/24']);
    let n = 0;
    const forged = () =>
      ask('10.0.0.1', {
        'x-forwarded-for': `7.7.7.${n++}`,
        forwarded: `for=8.8.8.${n}`,
        'x-real-ip': `9.9.9.${n}`,
      });
    expect(passed(await many(60, forged))).toBe(30);
    expect((await ask('10.0.0.2')).status).toBe(200);
    expect((await ask('10.0.0.1', { 'x-api-key': good('a') })).status).toBe(200);
    // Behind a proxy that is trusted each client counts for itself.
    n = 0;
    expect(passed(await many(60, () => ask('192.0.2.1', { 'x-forwarded-for': `7.7.7.${n++}` })))).toBe(60);
    expect(
      passed(await many(60, () => ask('192.0.2.1', { 'x-forwarded-for': `${n++}.1.1.1, 203.0.113.9` }))),
    ).toBe(30);
    // The owner of a network has all of its addresses.
    expect(passed(await many(60, () => ask(`2001:db8::${(n++).toString(16)}`)))).toBe(30);
  });

  it('leave probes and files uncounted, and what the app asks itself', async () => {
    const { app, ask } = open({ address: 5 });
    expect(passed(await many(20, () => ask('10.0.0.1', {}, '/health/live')))).toBe(20);
    expect(passed(await many(20, () => ask('10.0.0.1', {}, '/assets/x.js')))).toBe(20);
    const inner = async () => app.request('/info', {}, { actor: anybody });
    expect(passed(await many(20, inner))).toBe(20);
    expect(passed(await many(20, () => ask('10.0.0.1')))).toBe(5);
  });

  it('stop looking up a key that is refused again and again, and let its neighbours go on', async () => {
    const { ask, clock, looked } = open({ failures: 10 });
    const bad = { 'x-api-key': good('bad') };
    const statuses = await many(50, () => ask('10.0.0.1', bad, '/logs/stream'));
    expect([statuses.slice(0, 10), passed(statuses)]).toEqual([Array(10).fill(401), 10]);
    expect(looked.length).toBe(10);
    expect((await ask('10.0.0.1', { 'x-api-key': good('a') })).status).toBe(200);
    expect((await ask('10.0.0.2', bad, '/logs/stream')).status).toBe(401);
    expect(
      passed(await many(50, () => ask('10.0.0.3', { 'x-api-key': 'no such bad shape' }, '/logs/stream'))),
    ).toBe(10);
    clock.advance(60_000);
    expect((await ask('10.0.0.1', bad, '/logs/stream')).status).toBe(401);
  });

  it('are none while AUTH is off, unless they are set', () => {
    const base = { DATABASE_URL: 'postgres://a@b/c' };
    expect(readEnv(base)).toMatchObject({ RATE_LIMIT_KEY: 0, RATE_LIMIT_ADDRESS: 0, RATE_LIMIT_FAILURES: 0 });
    expect(readEnv({ ...base, RATE_LIMIT_ADDRESS: '7' })).toMatchObject({
      RATE_LIMIT_KEY: 0,
      RATE_LIMIT_ADDRESS: 7,
    });
    const on = { ...base, AUTH: 'on', APISCOPE_SECRET_KEY: Buffer.alloc(32, 1).toString('base64') };
    expect(readEnv(on)).toMatchObject({
      RATE_LIMIT_KEY: 12_000,
      RATE_LIMIT_ADDRESS: 3_000,
      RATE_LIMIT_FAILURES: 30,
    });
    expect(readEnv({ ...on, RATE_LIMIT_KEY: '0' }).RATE_LIMIT_KEY).toBe(0);
    expect(() => readEnv({ ...on, RATE_LIMIT_KEY: '-1' })).toThrow(/^RATE_LIMIT_KEY/);
  });
});
