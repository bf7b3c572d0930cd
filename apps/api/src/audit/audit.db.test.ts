import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey } from '../testing/make-key.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { smallHar } from '../testing/small-har.ts';

let test: TestDb;
let app: TestApp;
let token: string;
beforeAll(async () => {
  test = await createTestDb();
  app = await openTestApp(test.url, { AUTH: 'on' });
  token = await makeKey(test.db, ['admin']);
});
afterAll(async () => {
  await app.close();
  await test.close();
});

const send = (method: string, path: string, body?: unknown, as = token) =>
  app.call(path, {
    method,
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', 'x-request-id': 'r-1' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const idOf = async (answer: ReturnType<typeof send>) => {
  const { status, body } = await answer;
  expect([200, 201], JSON.stringify(body)).toContain(status);
  return Number(body.data.id);
};
const written = async () => {
  const { body } = await send('GET', '/audit?order=asc&limit=1000');
  return body.data.map(({ action, subject, actor, requestId }) => ({ action, subject, actor, requestId }));
};

describe('the audit log', () => {
  it('has a line for everything that is done to what others rely on', async () => {
    const user = await idOf(send('POST', '/api/v1/users', { name: 'Ada', age: 36 }));
    await idOf(send('DELETE', `/api/v1/users/${user}`));
    const target = await idOf(
      send('POST', '/targets', { service: 'shop', name: 'stage', baseUrl: 'https://stage.test' }),
    );
    await idOf(send('PATCH', `/targets/${target}`, { lock: 'all' }));
    await send('PUT', '/retention', { kind: 'logs', days: 9 });
    await send('DELETE', '/retention?kind=logs');
    const job = await idOf(
      send('POST', '/worker/jobs', { task: 'health_check', payload: {}, delay: 60_000 }),
    );
    await idOf(send('POST', `/worker/jobs/${job}/cancel`, {}));
    await send('PUT', '/redaction/rules', { names: ['loyalty'], except: [], shapes: {} });
    const scrub = await idOf(send('POST', '/redaction/scrubs', {}));
    expect((await send('POST', '/import/har?service=shop', smallHar)).status).toBe(201);
    const [snapshot] = (await send('GET', '/replay?service__eq=shop')).body.data;
    const refused = await send('POST', `/replay/${snapshot!.id}/replay`, { target: 'stage' });
    expect(refused.status).toBe(403);
    await idOf(send('PATCH', `/targets/${target}`, { lock: 'none' }));
    const set = await idOf(send('POST', '/replay/sets', { name: 'all', service: 'shop', target: 'stage' }));
    const run = await idOf(send('POST', `/replay/sets/${set}/runs`, {}));
    for (const move of ['pause', 'resume', 'cancel'])
      await idOf(send('POST', `/replay/sets/runs/${run}/${move}`, {}));
    await idOf(send('DELETE', `/targets/${target}`));

    const by = { actor: `key:${token.slice(4, 16)}`, requestId: 'r-1' };
    expect(await written()).toEqual(
      [
        ['users.delete', `user ${user}`],
        ['targets.create', 'stage of shop'],
        ['targets.update', 'stage of shop'],
        ['retention.set', 'logs'],
        ['retention.reset', 'logs'],
        ['worker.create', `job ${job}`],
        ['worker.cancel', `job ${job}`],
        ['redaction.setRules', 'version 1'],
        ['redaction.scrub', `scrub ${scrub}`],
        ['import.har', 'shop'],
        ['replay.run', `request ${snapshot!.id}`],
        ['targets.update', 'stage of shop'],
        ['sets.create', 'all'],
        ['sets.start', 'all'],
        ['sets.pause', `run ${run}`],
        ['sets.resume', `run ${run}`],
        ['sets.cancel', `run ${run}`],
        ['targets.delete', 'stage of shop'],
      ].map(([action, subject]) => ({ action, subject, ...by })),
    );
  });

  it('has none of what was not done', async () => {
    const before = (await written()).length;
    expect(
      (await send('PUT', '/redaction/rules', { names: [], except: [], shapes: {}, basedOn: 7 })).status,
    ).toBe(409);
    expect((await send('DELETE', '/api/v1/users/4711')).status).toBe(404);
    expect((await send('POST', '/worker/jobs/4711/cancel', {})).status).toBe(404);
    expect((await send('POST', '/worker/jobs', { task: 'health_check', payload: { a: 1 } })).status).toBe(
      400,
    );
    expect((await send('DELETE', '/retention?kind=jobs')).status).toBe(404);
    expect((await send('PATCH', '/targets/4711', { lock: 'all' })).status).toBe(404);
    const reader = await makeKey(test.db, ['read', 'operate', 'ingest']);
    expect((await send('POST', '/keys', { name: 'a', scopes: ['admin'] }, reader)).status).toBe(403);
    expect((await send('GET', '/audit', undefined, reader)).status).toBe(403);
    expect((await written()).length).toBe(before);
  });

  it('a key of one service imports nothing of another', async () => {
    const bound = await makeKey(test.db, ['ingest'], { service: 'bank' });
    expect((await send('POST', '/import/har?service=shop&again=true', smallHar, bound)).status).toBe(403);
    expect((await send('POST', '/import/har?service=bank', smallHar, bound)).status).toBe(201);
  });
});
