import { findTarget } from '@apiscope/db/replay/targets/find-target';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { openHeaders } from '@apiscope/replay/seal/open-headers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

const key = new Uint8Array(32).fill(7);
const secret = 'Bearer s3cret-of-the-target';
let database: TestDb;
let api: TestApp;
let bare: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url, { APISCOPE_SECRET_KEY: key });
  bare = await openTestApp(database.url);
});
afterAll(async () => {
  await Promise.all([api.close(), bare.close()]);
  await database.close();
});
beforeEach(() => database.db.replayTarget.deleteMany());

const target = { service: 'shop', name: 'stage', baseUrl: 'https://stage.example/shop/' };
const add = (changes: object = {}) => api.send('POST', '/targets', { ...target, ...changes });
const paths = (answer: Awaited<ReturnType<TestApp['call']>>) =>
  answer.body.error?.issues?.map(({ path }) => path).join(' ');
const opened = async (name = 'stage') => {
  const found = await findTarget(database.db, { service: 'shop', name });
  return openHeaders(found.headersSealed, { key, service: 'shop' });
};

describe('/targets', () => {
  it('adds with 201, gets, lists by service and name, changes and deletes once', async () => {
    const created = await add({ allowedCidrs: ['10.1.0.0/16', 'loopback'], lock: 'unsafe' });
    expect(created).toMatchObject({
      status: 201,
      body: {
        data: {
          service: 'shop',
          name: 'stage',
          baseUrl: 'https://stage.example/shop',
          allowedCidrs: ['10.1.0.0/16', 'loopback'],
          lock: 'unsafe',
          headerNames: [],
        },
      },
    });
    const path = `/targets/${created.body.data.id}`;
    expect((await api.call(path)).body.data).toEqual(created.body.data);
    await add({ name: 'local' });
    await add({ service: 'mail' });
    const names = async (query = '') =>
      (await api.call(`/targets${query}`)).body.data.map(({ service, name }) => `${service} ${name}`);
    expect(await names()).toEqual(['mail stage', 'shop local', 'shop stage']);
    expect(await names('?service=shop')).toEqual(['shop local', 'shop stage']);
    expect((await api.call('/services')).body.data.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['mail', 'shop']),
    );
    const changed = await api.send('PATCH', path, { name: 'staging', lock: 'all', allowedCidrs: [] });
    expect(changed.body.data).toMatchObject({
      name: 'staging',
      lock: 'all',
      allowedCidrs: [],
      baseUrl: 'https://stage.example/shop',
    });
    expect((await api.call(path, { method: 'DELETE' })).body.data).toEqual(changed.body.data);
    for (const method of ['DELETE', 'GET']) expect((await api.call(path, { method })).status).toBe(404);
    expect((await api.send('PATCH', path, { name: 'x' })).status).toBe(404);
    expect(await names('?service=shop')).toEqual(['shop local']);
  });

  it('lets a service have a name once, until its target is deleted', async () => {
    const { id } = (await add()).body.data;
    const other = (await add({ name: 'other' })).body.data;
    const taken = await add();
    expect([taken.status, paths(taken)]).toEqual([409, 'name']);
    expect((await api.send('PATCH', `/targets/${other.id}`, { name: 'stage' })).status).toBe(409);
    await api.call(`/targets/${id}`, { method: 'DELETE' });
    expect((await add()).status).toBe(201);
  });

  it('never gives the value of a header away, and keeps it encrypted', async () => {
    const created = await add({ headers: { Authorization: secret, 'X-Tenant': 'seven' } });
    expect(created.body.data.headerNames).toEqual(['authorization', 'x-tenant']);
    const { id } = created.body.data;
    const answers = [
      created,
      await api.call(`/targets/${id}`),
      await api.call('/targets'),
      await api.call(`/trpc/targets.list?input=${encodeURIComponent('{}')}`),
      await api.send('PATCH', `/targets/${id}`, { lock: 'unsafe' }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBeLessThan(300);
      expect(JSON.stringify(body)).not.toMatch(/s3cret|seven|sealed/i);
    }
    const [row] = await database.db.$queryRaw<
      object[]
    >`SELECT t::text, encode(headers_sealed, 'escape') AS sealed FROM replay_targets t`;
    expect(JSON.stringify(row)).not.toMatch(/s3cret|seven/);
    expect(await opened()).toEqual({ authorization: secret, 'x-tenant': 'seven' });
    await api.call(`/targets/${id}`, { method: 'DELETE' });
    expect(await database.db.replayTarget.findMany({ select: { headersSealed: true } })).toEqual([
      { headersSealed: null },
    ]);
  });

  it('sets and takes away the headers that are named and leaves the others', async () => {
    const { id } = (await add({ headers: { a: '1', b: '2' } })).body.data;
    const changed = await api.send('PATCH', `/targets/${id}`, { headers: { B: null, c: '3' } });
    expect(changed.body.data.headerNames).toEqual(['a', 'c']);
    await api.send('PATCH', `/targets/${id}`, { name: 'renamed' });
    expect(await opened('renamed')).toEqual({ a: '1', c: '3' });
    const emptied = await api.send('PATCH', `/targets/${id}`, { headers: { a: null, c: null, gone: null } });
    expect(emptied.body.data.headerNames).toEqual([]);
    expect(await opened('renamed')).toEqual({});
  });

  it('sends no header along to another host than the one it was given for', async () => {
    const { id } = (await add({ headers: { authorization: secret } })).body.data;
    const path = `/targets/${id}`;
    for (const baseUrl of [
      'https://evil.example/shop',
      'http://stage.example',
      'https://stage.example:8443',
    ]) {
      const refused = await api.send('PATCH', path, { baseUrl });
      expect([refused.status, paths(refused)]).toEqual([400, 'headers']);
    }
    expect((await api.send('PATCH', path, { baseUrl: 'https://stage.example/v2' })).status).toBe(200);
    const moved = await api.send('PATCH', path, {
      baseUrl: 'https://next.example',
      headers: { authorization: 'new' },
    });
    expect(moved.status).toBe(200);
    expect(await opened()).toEqual({ authorization: 'new' });
  });

  it('without a key refuses headers with 503 that names the variable, and nothing else', async () => {
    const refused = await bare.send('POST', '/targets', { ...target, headers: { a: secret } });
    expect(refused).toMatchObject({
      status: 503,
      body: { error: { message: expect.stringContaining('APISCOPE_SECRET_KEY') } },
    });
    expect(JSON.stringify(refused.body)).not.toContain('s3cret');
    expect((await bare.send('POST', '/targets', { ...target, headers: {} })).status).toBe(201);
    const { id } = (await add({ name: 'sealed', headers: { a: '1' } })).body.data;
    expect((await bare.send('PATCH', `/targets/${id}`, { headers: { b: '1' } })).status).toBe(503);
    expect(
      (await bare.send('PATCH', `/targets/${id}`, { headers: { a: null } })).body.data.headerNames,
    ).toEqual([]);
  });

  it.each([
    ['baseUrl', { baseUrl: 'ftp://stage.example' }],
    ['baseUrl', { baseUrl: '//stage.example' }],
    ['baseUrl', { baseUrl: 'https://user:pw@stage.example' }],
    ['baseUrl', { baseUrl: 'https://@stage.example' }],
    ['baseUrl', { baseUrl: 'https://stage.example/?a=1' }],
    ['baseUrl', { baseUrl: 'https://stage.example/#' }],
    ['baseUrl', { baseUrl: 'https://stage.example\r\n.evil.example' }],
    ['baseUrl', { baseUrl: 'https:\\\\evil.example' }],
    ['baseUrl', { baseUrl: 'https://' }],
    ['baseUrl', { baseUrl: 'javascript:alert(1)' }],
    ['allowedCidrs.1', { allowedCidrs: ['10.0.0.0/8', '10.0.0.0/33'] }],
    ['lock', { lock: 'some' }],
    ['service', { service: ' ' }],
    ['name', { name: 'x'.repeat(201) }],
    ['headers.Host', { headers: { Host: 'evil' } }],
    ['headers.a', { headers: { a: '1\r\nb: 2' } }],
    ['secret', { secret: 1 }],
  ])('refuses a bad %s: %j', async (path, changes) => {
    const refused = await add(changes);
    expect([refused.status, paths(refused)]).toEqual([400, path]);
  });
});

describe('findTarget', () => {
  const find = (name?: string) => findTarget(database.db, { service: 'shop', name });

  it('takes the one that is named, or the only one, and says what to do otherwise', async () => {
    await expect(find()).rejects.toThrow('POST /targets');
    await add();
    expect((await find()).target.name).toBe('stage');
    await add({ name: 'local' });
    await expect(find()).rejects.toThrow('target: name one of the targets of shop: local, stage');
    expect((await find('local')).target.name).toBe('local');
    await expect(find('none')).rejects.toThrow('shop has no target "none"');
  });
});
