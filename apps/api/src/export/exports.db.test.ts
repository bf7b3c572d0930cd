import { har } from '@apiscope/core/replay/testing/har-schema';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { exportRoutes } from './export-routes.ts';
import { fillDatabase } from './testing/fill-database.ts';

let database: TestDb;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  await fillDatabase(database);
  for (let n = 0; n < 7; n++)
    await api.send('POST', '/views', { name: `view ${n}`, resource: 'logs', filter: `message__ilike=${n}` });
  await api.send('POST', '/targets', {
    service: 'shop',
    name: 'staging',
    baseUrl: 'https://staging.example',
  });
  for (let n = 0; n < 4; n++)
    await api.send('POST', '/replay/sets', { name: `set ${n}`, service: 'shop', target: 'staging' });
  for (let n = 0; n < 5; n++) await api.send('POST', '/keys', { name: `key ${n}`, scopes: ['read'] });
});
afterAll(async () => {
  await api.close();
  await database.close();
});
// What the requests of the test before left in the buffers must not come in between two readings of one list.
beforeEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all(Object.values(api.deps.batchers).map((batcher) => batcher.flush()));
});

const templates = exportRoutes.map(({ template }) => template);

async function fetchText(path: string) {
  const response = await api.app.request(path);
  expect([path, response.status]).toEqual([path, 200]);
  return { headers: response.headers, text: await response.text() };
}

async function fetchRows(path: string): Promise<Record<string, unknown>[]> {
  const { text } = await fetchText(path);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** The rows of a list, page by page. */
async function fetchList(path: string, query = ''): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let cursor: string | null = null;
  do {
    const at: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { body } = await api.call(`${path}?limit=1000${query}${at}`);
    rows.push(...body.data);
    cursor = body.metadata.nextCursor;
  } while (cursor !== null);
  return rows;
}

describe('every export', () => {
  it.each(templates)('%s has the rows of its list, all of them, in its order', async (template) => {
    const rows = await fetchRows(`${template}?format=ndjson`);
    expect(rows.length).toBeGreaterThan(2);
    expect(rows).toEqual(await fetchList(template.replace('/export', '')));
    const { headers, text } = await fetchText(template);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="apiscope-[a-z-]+-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.csv"$/,
    );
    const header = text.split('\r\n')[0]!.split(',');
    expect(header).toEqual(Object.keys(rows[0]!));
    expect(text.match(/\r\n/g)).toHaveLength(rows.length + 1);
  });

  it.each(templates)('%s refuses bad parameters before its first byte, naming them', async (template) => {
    for (const [query, name] of [
      ['format=xml', 'format'],
      ['columns=id,deleted_at', 'columns'],
      ['columns=', 'columns'],
      ['limit=0', 'limit'],
      ['limit=1.5', 'limit'],
      ['offset=1', 'offset'],
      ['cursor=x', 'cursor'],
      ['order_by=embedding', 'order_by'],
      ['levle__eq=x', 'levle__eq'],
      ['format=csv&format=csv', 'format'],
    ]) {
      const { status, headers, body } = await api.call(`${template}?${query}`);
      expect([query, status, body.error?.issues?.map(({ path }) => path).join()]).toEqual([query, 400, name]);
      expect(headers.get('content-type')).toContain('application/json');
    }
    expect(await api.call(template, { method: 'POST' })).toMatchObject({ status: 405 });
    const head = await api.app.request(`${template}?format=ndjson`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      200,
      'application/x-ndjson',
      '',
    ]);
  });
});

describe('what is exported', () => {
  it('is what the list has under the same filters, search and order', async () => {
    const query = '&level__gte=warn&service__in=s0,s1&order_by=level&order=asc&traceId__isnull=false';
    const rows = await fetchRows(`/logs/export?format=ndjson${query}`);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows).toEqual(await fetchList('/logs', query));
    const ranked = await fetchRows('/logs/export?format=ndjson&search=line 7 -absent');
    expect(ranked.length).toBeGreaterThan(100);
    expect(ranked).toEqual(await fetchList('/logs', '&search=line 7 -absent'));
    const windows = await fetchRows(
      '/metrics/export?format=ndjson&windowSize=3600&service=shop&order_by=p95Latency',
    );
    expect(windows).toEqual(await fetchList('/metrics', '&windowSize=3600&service=shop&order_by=p95Latency'));
    const named = await fetchRows('/api/v1/users/export?format=ndjson&search="user 1" -10');
    expect(named).toEqual(await fetchList('/api/v1/users', '&search="user 1" -10'));
    expect(named.length).toBeGreaterThan(50);
  });

  it('has the columns asked for, in that order, and as many rows as asked for', async () => {
    const { text } = await fetchText('/logs/export?columns=message,traceId,level&order=asc&limit=2');
    expect(text).toBe(
      'message,traceId,level\r\n"line 0, ""q""\n=1",trace-0,trace\r\n"line 1, ""q""\n=1",,info\r\n',
    );
    const rows = await fetchRows('/logs/export?format=ndjson&columns=level,id&limit=777');
    expect(rows).toHaveLength(777);
    expect(Object.keys(rows[0]!)).toEqual(['level', 'id']);
  });

  it('of nothing is a header, no line, or an archive without entries', async () => {
    const none = 'search=absent&format';
    expect((await fetchText('/replay/export?columns=id,path&search=absent')).text).toBe('id,path\r\n');
    expect((await fetchText(`/logs/export?${none}=ndjson`)).text).toBe('');
    expect(JSON.parse((await fetchText(`/replay/export?${none}=har`)).text).log).toMatchObject({
      entries: [],
    });
  });

  it('stays hidden once deleted, also where all are asked for', async () => {
    const ids = (await fetchRows('/api/v1/users/export?format=ndjson&columns=id')).map(({ id }) =>
      Number(id),
    );
    expect(ids).toHaveLength(630);
    expect(ids.some((id) => id % 10 === 0)).toBe(false);
  });

  it('names what is at fault in its own filters too', async () => {
    const bad = async (path: string) => (await api.call(path)).body.error?.issues?.map((issue) => issue.path);
    expect(await bad('/metrics/endpoints/export?startDate=2026-02-02&endDate=2026-02-01')).toEqual([
      'endDate',
    ]);
    expect(await bad('/replay/export?format=har&columns=id')).toEqual(['columns']);
    expect(await bad('/logs/export?format=har')).toEqual(['format']);
    expect(await bad('/logs/export?created_at__gte=yesterday')).toEqual(['created_at__gte']);
  });
});

describe('an HTTP archive', () => {
  it('is HAR 1.2 with an entry for each snapshot of the filter, in the order of the list', async () => {
    const { headers, text } = await fetchText('/replay/export?format=har&order=asc&path__like=/orders/1');
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('content-disposition')).toMatch(/snapshots-.*\.har"$/);
    const { log } = har.parse(JSON.parse(text));
    expect(log.creator).toEqual({ name: 'Apiscope', version: expect.stringMatching(/^\d/) });
    expect(log.entries.map(({ request }) => request.url)).toEqual(
      [1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((n) => `http://shop.example/orders/${n}?tag=a&tag=b`),
    );
    expect(log.entries[0]!.request.postData).toEqual({ mimeType: 'application/json', text: '{"n": 1.0}' });
    for (const query of [
      'search=ordrs',
      'search=POST 3',
      'order_by=duration&statusCode__gte=200',
      'path=/orders/3',
    ]) {
      const archive = JSON.parse((await fetchText(`/replay/export?format=har&${query}`)).text);
      const ids = archive.log.entries.map((entry: { _apiscope: { id: number } }) => entry._apiscope.id);
      expect(ids.length).toBeGreaterThan(0);
      expect(ids).toEqual((await fetchList('/replay', `&${query}`)).map(({ id }) => id));
    }
    const few = har.parse(JSON.parse((await fetchText('/replay/export?format=har&limit=3')).text));
    expect(few.log.entries).toHaveLength(3);
  });
});
