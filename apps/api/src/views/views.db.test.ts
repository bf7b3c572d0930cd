import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let database: TestDb;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const paths = (answer: Awaited<ReturnType<TestApp['call']>>) =>
  answer.body.error?.issues?.map(({ path }) => path);

describe('/views', () => {
  it('saves with 201, gets, changes and deletes once', async () => {
    const created = await api.send('POST', '/views', {
      name: ' Errors of shop ',
      resource: 'logs',
      filter: 'level__gte=error&search=declined&order=asc',
      columns: ['created_at', 'message'],
      range: '24h',
      service: 'shop',
    });
    expect(created).toMatchObject({
      status: 201,
      body: {
        data: {
          name: 'Errors of shop',
          resource: 'logs',
          filter: { level__gte: 'error', search: 'declined', order: 'asc' },
          columns: ['created_at', 'message'],
          range: '24h',
          service: 'shop',
        },
        error: null,
        metadata: null,
      },
    });
    const path = `/views/${created.body.data.id}`;
    expect((await api.call(path)).body.data).toEqual(created.body.data);
    const changed = await api.send('PATCH', path, {
      name: 'Warnings',
      filter: { level__gte: 'warn' },
      service: null,
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { data: { name: 'Warnings', filter: { level__gte: 'warn' }, service: null, range: '24h' } },
    });
    expect((await api.call(path, { method: 'DELETE' })).body.data).toEqual(changed.body.data);
    expect((await api.call(path, { method: 'DELETE' })).status).toBe(404);
    expect((await api.call(path)).status).toBe(404);
    expect(await api.send('PATCH', path, { name: 'x' })).toMatchObject({
      status: 404,
      body: { data: null, error: { code: 'NOT_FOUND' } },
    });
  });

  it('refuses what its resource does not know, by name, and stores nothing of it', async () => {
    const view = { name: 'wrong', resource: 'jobs' };
    const refused = await api.send('POST', '/views', {
      ...view,
      filter: { level__gte: 'warn' },
      columns: ['message'],
    });
    expect([refused.status, refused.body.error?.code, paths(refused)]).toEqual([
      400,
      'BAD_REQUEST',
      ['filter.level__gte', 'columns.0'],
    ]);
    expect(paths(await api.send('POST', '/views', { ...view, filter: 'status__eq=dead&limit=1' }))).toEqual([
      'filter.limit',
    ]);
    expect(
      paths(await api.send('POST', '/views', { ...view, range: { from: '2026-01-02', to: '2026-01-01' } })),
    ).toEqual(['range.to']);
    expect(paths(await api.send('POST', '/views', { ...view, range: '3d' }))).toEqual(['range']);
    expect(paths(await api.send('POST', '/views', { name: '', resource: 'things', extra: 1 }))).toEqual([
      'name',
      'resource',
      'extra',
    ]);
    expect((await api.call('/views?name__eq=wrong')).body.metadata.total).toBe(0);
  });

  it('checks a change against the resource that the view has', async () => {
    const { body } = await api.send('POST', '/views', { name: 'jobs', resource: 'jobs' });
    const path = `/views/${body.data.id}`;
    expect(paths(await api.send('PATCH', path, { filter: { level__gte: 'warn' } }))).toEqual([
      'filter.level__gte',
    ]);
    expect(paths(await api.send('PATCH', path, { resource: 'logs' }))).toEqual(['resource']);
    expect((await api.call(path)).body.data).toEqual(body.data);
  });

  it('answers 409 for a name that is taken, naming it', async () => {
    const view = { name: 'twice', resource: 'logs' };
    await api.send('POST', '/views', view);
    const again = await api.send('POST', '/views', view);
    expect([again.status, again.body.error?.code, paths(again)]).toEqual([409, 'CONFLICT', ['name']]);
    const other = await api.send('POST', '/views', { ...view, name: 'thrice' });
    const renamed = await api.send('PATCH', `/views/${other.body.data.id}`, { name: 'twice' });
    expect([renamed.status, paths(renamed)]).toEqual([409, ['name']]);
    expect((await api.send('POST', '/views', { ...view, resource: 'jobs' })).status).toBe(201);
  });

  it('lists with filters, order, search and pages', async () => {
    for (const name of ['page a', 'page b', 'page c'])
      await api.send('POST', '/views', { name, resource: 'metrics', service: name.at(-1) });
    const query = '/views?resource__eq=metrics&search=page&order_by=name&order=asc&limit=2';
    const first = await api.call(query);
    expect(first.body.data.map(({ name }) => name)).toEqual(['page a', 'page b']);
    expect(first.body.metadata).toMatchObject({ total: 3, limit: 2 });
    const next = await api.call(`${query}&cursor=${encodeURIComponent(first.body.metadata.nextCursor!)}`);
    expect(next.body.data.map(({ name }) => name)).toEqual(['page c']);
    expect((await api.call('/views?service__in=a,b')).body.metadata.total).toBe(2);
    expect(paths(await api.call('/views?filter__isnull=true'))).toEqual(['filter__isnull']);
  });

  it('gives a filter that the list of its resource takes as it is', async () => {
    const filter = 'statusCode__gte=500&userId__isnull=true&path__in=a,b';
    const { body } = await api.send('POST', '/views', { name: 'taken', resource: 'snapshots', filter });
    const params = new URLSearchParams(Object.entries(body.data.filter as object));
    expect((await api.call(`/replay?${params}`)).status).toBe(200);
  });
});
