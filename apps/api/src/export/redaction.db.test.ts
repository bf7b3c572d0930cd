import { ensurePartitions } from '@apiscope/db/partitions/ensure-partitions';
import { insertSnapshots } from '@apiscope/db/replay/insert-snapshots';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { exportRoutes } from './export-routes.ts';
import { day } from './testing/fill-database.ts';
import { makeSnapshot } from './testing/make-snapshot.ts';

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeS0wMQ';
const json = { contentType: 'application/json', size: null, truncated: false, omitted: null };
const form = { ...json, contentType: 'application/x-www-form-urlencoded' };

let database: TestDb;
let api: TestApp;

/** Rows as older rules may have let them in: written by SQL, past every door. */
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  const { db } = database;
  await ensurePartitions(db, 'logs', [day]);
  const meta = { deep: [{ password: 'canary-02' }], note: `Bearer canary-token-03-abcdef`, token: 4_242 };
  await db.$executeRaw`
    INSERT INTO logs (service, source, severity, message, meta, request_id, created_at) VALUES
      ('shop', 'api', 9, 'login with password=canary-04 done', ${JSON.stringify(meta)}::jsonb, ${jwt}, ${new Date(day)}),
      ('shop', 'api', 9, ${`Authorization: Bearer ${jwt}`}, '"api_key=canary-05"'::jsonb, NULL, ${new Date(day)})`;
  await db.$executeRaw`INSERT INTO users (name, age) VALUES ('password=canary-06', 1)`;
  await db.$executeRaw`
    INSERT INTO job_runs (job_id, task, status, payload, result, error, max_attempts, run_at) VALUES
      (900001, 'health_check', 'dead', '{"apiKey":"canary-07"}', '{"headers":{"cookie":"canary-08"}}', 'password=canary-09', 1, now())`;
  await insertSnapshots(db, [
    makeSnapshot({
      path: '/reset/token=canary-10',
      query: { token: ['canary-11', 'canary-12'], page: '2' },
      headers: { host: 'shop.example', authorization: 'Basic canary-13', cookie: 'a=canary-14; b=canary-15' },
      body: '{"card":{"number":"4111 1111 1111 1111"},"user":{"password":"canary-16"}, "n": 1.0}',
      bodyInfo: json,
      responseHeaders: { 'set-cookie': ['sid=canary-17', 'x=canary-18'], location: '/?token=canary-19' },
      responseBody: 'access_token=canary-20&ok=1',
      responseBodyInfo: form,
    }),
    makeSnapshot({
      body: '{"user":{"password":"canary-21","cut',
      bodyInfo: { ...json, truncated: true },
      responseBody: `{"jwt":"${jwt}"}`,
      responseBodyInfo: null,
    }),
  ]);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const read = async (path: string) => (await api.app.request(path)).text();
const secrets = /canary|c2lnbmF0dXJl|4111 1111|4242/;

it.each(
  exportRoutes.flatMap(({ template, formats }) => formats.map((format) => `${template}?format=${format}`)),
)('no secret that is stored leaves by %s', async (path) => {
  expect(await read(path)).not.toMatch(secrets);
});

it('shows what was planted everywhere else, so that the canaries are alive', async () => {
  expect(await read('/logs')).toMatch(/canary-02[\s\S]*canary-04|canary-04[\s\S]*canary-02/);
  expect(await read('/worker/jobs')).toMatch(/canary-07/);
  expect(await read('/replay')).toMatch(/canary-11/);
});

it('keeps what is no secret, and marks what was', async () => {
  const [first, second] = JSON.parse(await read('/replay/export?format=har&order_by=id&order=asc')).log
    .entries;
  expect(first.request.url).toBe(
    'http://shop.example/reset/token=%5Bredacted%5D?page=2&token=%5Bredacted%5D&token=%5Bredacted%5D',
  );
  expect(JSON.parse(first.request.postData.text)).toEqual({
    card: { number: '[redacted]' },
    user: { password: '[redacted]' },
    n: 1,
  });
  expect(first.response.content.text).toBe('access_token=[redacted]&ok=1');
  expect(first._apiscope.redactedPaths).toEqual(
    expect.arrayContaining([
      'path',
      'query.token',
      'headers.cookie',
      'body.user.password',
      'responseHeaders.set-cookie',
    ]),
  );
  expect(second.request.postData.text).toContain('"cut');
  const [job] = (await read('/worker/jobs/export?format=ndjson&id__eq=900001'))
    .split('\n')
    .map((line) => line && JSON.parse(line));
  expect(job).toMatchObject({
    id: 900_001,
    task: 'health_check',
    payload: { apiKey: '[redacted]' },
    result: { headers: { cookie: '[redacted]' } },
    error: 'password=[redacted]',
  });
});
