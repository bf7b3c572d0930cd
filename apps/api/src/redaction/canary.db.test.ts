import { once } from 'node:events';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportRoutes } from '../export/export-routes.ts';
import { findInTables } from '../testing/find-in-tables.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { type SpawnedWorker, spawnWorker } from '../testing/spawn-worker.ts';

/** Distinct secrets, a place each; letters only, so that no mask hides them from the search. */
const planted: string[] = [];
const secret = (place: string) => {
  const text = `canary${place}zq`;
  planted.push(text);
  return text;
};
const cardNumber = 4111111111111111;
/** A key of Apiscope itself, in texts whose names say nothing of it. */
const ownSecret = 'canaryownkeyzq';
const ownKey = `aps_canarycanary_${ownSecret.padEnd(43, 'x')}`;
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOiJqd3QifQ.canarysignaturezq';

const headers = {
  authorization: `Bearer ${secret('bearer')}`,
  cookie: `theme=${secret('cookie')}`,
  'x-api-key': secret('header'),
  'content-type': 'application/json',
};
const attributes = [{ key: 'password', value: { stringValue: secret('otlp') } }];
const body = {
  password: secret('json'),
  user: { credentials: { token: [secret('array')] } },
  card: { number: cardNumber },
  note: `sent by ${ownKey}`,
  attributes,
};
/** Names that mean nothing until rules say so. */
const loyal = ['loyalmessage', 'loyalmeta', 'loyalbody', 'loyalquery', 'loyalheader', 'loyalanswer'].map(
  (text) => `${text}zq`,
);
const [inMessage, inMeta, inBody, inQuery, inHeader, inAnswer] = loyal;

let test: TestDb;
let app: TestApp;
let worker: SpawnedWorker;
const own: string[] = [];
let streams: string[] = [];

beforeAll(async () => {
  test = await createTestDb();
  worker = spawnWorker(test.url);
  app = await openTestApp(test.url, {}, { write: (line) => own.push(line) });
  await worker.ready;
  streams = [];
  for (const path of ['/logs/stream', '/metrics/stream']) {
    const response = await app.app.request(path);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const at = streams.push('') - 1;
    closing.push(() => reader.cancel());
    void (async () => {
      for (let next = await reader.read(); !next.done; next = await reader.read()) streams[at] += next.value;
    })().catch(() => {});
  }
}, 60_000);
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing) await close().catch(() => {});
  await app.close();
  worker.child.kill('SIGKILL');
  if (worker.child.exitCode === null) await once(worker.child, 'exit');
  await test.close();
});

const ok = async (answer: Promise<{ status: number; body: unknown }>) => {
  const { status, body: said } = await answer;
  expect([200, 201], JSON.stringify(said)).toContain(status);
};
const log = (message: string, meta: unknown) =>
  ok(app.send('POST', '/logs', { source: 'test', level: 'warn', service: 'shop', message, meta }));

async function observe(): Promise<void> {
  const at = new Date().toISOString();
  const base = { timestamp: at, method: 'POST', statusCode: 500, duration: 3 };
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  await ok(
    app.send('POST', '/ingest/requests', {
      batchId: crypto.randomUUID(),
      service: 'shop',
      requests: [
        {
          ...base,
          path: `/pay/${jwt}/${ownKey}?token=${secret('query')}&loyalty=${inQuery}`,
          headers: { ...headers, loyalty: inHeader, referer: `https://u:${secret('userinfo')}@x.test/` },
          body: JSON.stringify({ ...body, loyalty: { tier: inBody } }),
          responseHeaders: {
            'set-cookie': [`sid=${secret('setcookie')}`],
            'content-type': 'application/json',
          },
          responseBody: JSON.stringify({ error: `loyalty=${inAnswer}`, secret: secret('answer') }),
        },
        { ...base, path: '/form', headers: form, body: `a=1&password=${secret('form')}` },
      ],
    }),
  );
}

/** Everything that leaves the app as a file. */
async function exported(): Promise<string> {
  let all = '';
  for (const { template } of exportRoutes)
    for (const format of template === '/replay/export' ? ['csv', 'ndjson', 'har'] : ['csv', 'ndjson']) {
      const response = await app.app.request(`${template}?format=${format}`);
      expect(response.status, template).toBe(200);
      all += await response.text();
    }
  return all;
}
const among = (text: string, wanted: readonly string[]) => wanted.filter((each) => text.includes(each));
const count = async (path: string) => (await app.call(path)).body.metadata.total;

describe('secrets planted in every place', () => {
  it('are nowhere: no table, export, stream, log line of a process, or job', async () => {
    await observe();
    await log(
      `signed in by ${ownKey} password=${secret('message')} loyalty=${inMessage} Authorization: Basic dXNlcjpjYW5hcnk=`,
      {
        ...body,
        header: { name: 'cookie', value: secret('named') },
        loyalty: inMeta,
      },
    );
    await app.app.request(`/api/v1/users?token=${secret('captured')}`, { headers });
    await app.send('POST', '/api/v1/users', { name: 'A', age: 1, password: secret('refused') });
    await app.send('POST', '/worker/jobs', {
      task: 'process_metrics',
      payload: { password: secret('payload') },
    });
    await app.send('POST', '/keys', { name: `for ${ownKey}`, scopes: ['read'] });
    await app.send('POST', '/redaction/preview', { text: `never kept ${secret('previewed')}` });
    await app.app.request(`/error?password=${secret('thrown')}`, { headers });
    await app.send('POST', '/worker/jobs', { task: 'health_check', payload: {} });
    const jobs = '/worker/jobs?task__eq=process_raw_metrics&status__eq=succeeded';
    await expect.poll(() => count(jobs), { timeout: 20_000, interval: 200 }).toBeGreaterThan(0);
    await expect
      .poll(() => count('/replay?search=users'), { timeout: 20_000, interval: 200 })
      .toBeGreaterThan(0);
    await expect.poll(() => streams[0], { timeout: 10_000 }).toContain('signed in');
    await expect.poll(() => streams[1], { timeout: 10_000 }).toContain('shop');

    const wanted = [...planted, jwt, ownSecret, String(cardNumber), 'dXNlcjpjYW5hcnk='];
    expect(wanted.length).toBeGreaterThan(18);
    expect(await findInTables(test.db, wanted)).toEqual([]);
    expect(among(await exported(), wanted)).toEqual([]);
    expect(among(streams.join(), wanted)).toEqual([]);
    expect(among(own.join(), wanted)).toEqual([]);
    expect(among(worker.output(), wanted)).toEqual([]);
    // The search sees what is there.
    const seen = await findInTables(test.db, loyal);
    expect(loyal.filter((each) => !seen.some((place) => place.startsWith(each)))).toEqual([]);
  }, 60_000);
});

describe('a scrub after a change of rules', () => {
  it('takes what was harmless before out of every table, moves lines to their new patterns with exact counters, and shows no line twice', async () => {
    await log('loyalty=loyalmessagezq again', null);
    const counters = () => test.db.$queryRaw`
      SELECT (SELECT count(*) FROM logs WHERE deleted_at IS NULL)::int AS lines,
        (SELECT sum(count) FROM log_counts WHERE resolution = 60)::int AS minutes,
        (SELECT sum(count) FROM log_counts WHERE resolution = 86400)::int AS days, (SELECT sum(count) FROM log_patterns)::int AS patterns`;
    const lagging = () => test.db.$queryRaw<unknown[]>`
      SELECT 1 FROM (SELECT pattern_id, count(*) AS lines FROM logs WHERE deleted_at IS NULL GROUP BY 1) AS real
      FULL JOIN (SELECT pattern_id, sum(count) AS lines FROM log_counts WHERE resolution = 3600 GROUP BY 1 HAVING sum(count) <> 0) AS counted USING (pattern_id)
      LEFT JOIN log_patterns ON id = pattern_id WHERE real.lines IS DISTINCT FROM counted.lines OR log_patterns.count IS DISTINCT FROM real.lines`;
    const xids = () =>
      test.db.$queryRaw`SELECT id::text, xid::text FROM logs WHERE service = 'shop' ORDER BY id`;
    expect(await lagging()).toEqual([]);
    const [before] = [await xids()];
    await ok(
      app.send('PUT', '/redaction/rules', { names: ['loyalty', 'loyalty tier'], except: [], shapes: {} }),
    );
    await test.db.$executeRaw`UPDATE redaction_rules SET created_at = now() - interval '1 minute'`;
    const mark = streams[0]!.length;
    const started = await app.send('POST', '/redaction/scrubs', {});
    expect(started.status).toBe(201);
    expect(started.body.data).toMatchObject({ status: 'running', rulesVersion: 1 });
    const again = await app.send('POST', '/redaction/scrubs', {});
    expect([201, 409]).toContain(again.status);
    const latest = async () =>
      ((await app.call('/redaction/scrubs')).body.data.runs as { status: string; rewritten: number }[])[0]!;
    await expect.poll(async () => (await latest()).status, { timeout: 30_000, interval: 100 }).toBe('done');

    expect(await findInTables(test.db, loyal)).toEqual([]);
    expect(among(await exported(), loyal)).toEqual([]);
    expect(await xids()).toEqual(before);
    expect(among(streams[0]!.slice(mark), ['"service":"shop"'])).toEqual([]);
    expect(await lagging()).toEqual([]);
    const [{ lines, minutes, days, patterns }] = (await counters()) as [Record<string, number>];
    expect([minutes, days, patterns]).toEqual([lines, lines, lines]);
    const { data } = (await app.call('/logs?service__eq=shop&order=asc')).body;
    expect(data[0]!.message).toContain('loyalty=[redacted]');
    const [snapshot] = (await app.call('/replay?service=shop&search=pay')).body.data;
    const { redactedPaths } = (await app.call(`/replay/${snapshot!.id}`)).body.data;
    expect(redactedPaths).toEqual(
      expect.arrayContaining(['query.loyalty', 'headers.loyalty', 'body.loyalty']),
    );

    // A second time there is nothing to rewrite.
    await ok(app.send('POST', '/redaction/scrubs', {}));
    await expect.poll(async () => (await latest()).status, { timeout: 30_000, interval: 100 }).toBe('done');
    expect(await latest()).toMatchObject({ rewritten: 0 });
  }, 90_000);
});
