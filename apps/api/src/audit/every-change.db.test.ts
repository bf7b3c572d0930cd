import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import type { AnyProcedure } from '@trpc/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appRouter } from '../router.ts';
import { makeKey } from '../testing/make-key.ts';
import { type Browser, openBrowser } from '../testing/open-browser.ts';
import { type Answer, openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { smallHar } from '../testing/small-har.ts';

/** Mutations that leave no line, each with the reason. */
const unaudited: Record<string, string> = {
  'logs.create': 'is what is watched, not a change of it; its service and key are known by the row',
  'ingest.requests': 'as above; a busy service sends many a second',
  'ingest.logs': 'as above',
  'users.create': 'is a call of the sample resource, and captured as every request is; a deletion is told',
  'users.update': 'as above',
  'replay.preview': 'tells what would be sent and changes nothing',
  'sets.count': 'tells what a run would send and changes nothing',
  'sets.preview': 'tells what a run would send and changes nothing',
  'redaction.preview': 'tells what would be kept and changes nothing',
};

const mutations = Object.entries(
  appRouter._def.procedures as unknown as Record<string, AnyProcedure>,
).flatMap(([name, { _def }]) => (_def.type === 'mutation' ? [name] : []));

let test: TestDb;
let app: TestApp;
let token: string;
let ada: Browser;
beforeAll(async () => {
  test = await createTestDb();
  app = await openTestApp(test.url, { AUTH: 'on', REPLAY_ALLOWED_CIDRS: ['127.0.0.0/8'] });
  token = await makeKey(test.db, ['admin']);
  ada = openBrowser(app);
});
afterAll(async () => {
  await app.close();
  await test.close();
});

const password = 'correct horse';
const email = 'ada@example.com';
const send = (method: string, path: string, body: unknown = undefined) =>
  app.call(path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

/** What the log has got since it was last asked. */
let read = 0;
async function newActions(): Promise<string[]> {
  const rows = await test.db.auditEntry.findMany({ where: { id: { gt: read } }, orderBy: { id: 'asc' } });
  read = Number(rows.at(-1)?.id ?? read);
  return rows.map(({ action }) => action);
}

const called = new Set<string>();
/** Calls a procedure, and expects that the log then tells of it in these words, or, without any, of nothing. */
async function does(name: string, call: () => Promise<Answer>, ...actions: string[]): Promise<number> {
  called.add(name);
  await newActions();
  const { status, body } = await call();
  expect([name, status < 300 ? 'done' : body.error?.message]).toEqual([name, 'done']);
  expect([name, await newActions()]).toEqual([name, actions]);
  if (actions.length === 0) expect(Object.keys(unaudited)).toContain(name);
  return Number(body.data?.id);
}

const exchange = {
  timestamp: new Date().toISOString(),
  method: 'GET',
  path: '/a',
  route: '/a',
  statusCode: 200,
  duration: 1,
};
async function changePeople(): Promise<void> {
  const first = { email, name: 'Ada', password };
  await does('auth.signUp', () => ada.ask('POST', '/auth/sign-up', first), 'auth.sign_up', 'auth.sign_in');
  const signIn = () => openBrowser(app).ask('POST', '/auth/sign-in', { email, password });
  await does('auth.signIn', signIn, 'auth.sign_in');
  const [other] = (await ada.ask('GET', '/auth/sessions')).body.data.filter(({ current }) => !current);
  await does('auth.endSession', () => ada.ask('DELETE', `/auth/sessions/${other!.id}`), 'auth.end_session');
  const change = { current: password, password: 'another horse' };
  await does(
    'auth.changePassword',
    () => ada.ask('POST', '/auth/change-password', change),
    'auth.change_password',
    'auth.sign_in',
  );
  await does('auth.signOut', () => ada.ask('POST', '/auth/sign-out', {}), 'auth.sign_out');
  await ada.ask('POST', '/auth/sign-in', { email, password: change.password });
  await does(
    'auth.signOutEverywhere',
    () => ada.ask('POST', '/auth/sign-out-everywhere', {}),
    'auth.sign_out_everywhere',
  );
  const invite = () => send('POST', '/invitations', { email: 'grace@example.com', role: 'viewer' });
  const invited = await does('members.invite', invite, 'members.invite');
  await does(
    'members.revokeInvitation',
    () => send('DELETE', `/invitations/${invited}`),
    'members.revoke_invitation',
  );
  const { token: invitation } = (await invite()).body.data;
  await app.send('POST', '/auth/sign-up', { name: 'Grace', password, invitation });
  const { id } = await test.db.member.findUniqueOrThrow({ where: { email: 'grace@example.com' } });
  await does(
    'members.setRole',
    () => send('PATCH', `/members/${id}`, { role: 'operator' }),
    'members.set_role',
  );
  await does('members.remove', () => send('DELETE', `/members/${id}`), 'members.remove');
}

async function changeRules(): Promise<void> {
  const key = await does(
    'keys.create',
    () => send('POST', '/keys', { name: 'a', scopes: ['read'] }),
    'keys.create',
  );
  await does('keys.rotate', () => send('POST', `/keys/${key}/rotate`, {}), 'keys.rotate');
  await does('keys.revoke', () => send('POST', `/keys/${key}/revoke`, {}), 'keys.revoke');
  await does('retention.set', () => send('PUT', '/retention', { kind: 'logs', days: 9 }), 'retention.set');
  await does('retention.reset', () => send('DELETE', '/retention?kind=logs'), 'retention.reset');
  const rules = { names: ['loyalty'], except: [], shapes: {} };
  await does('redaction.setRules', () => send('PUT', '/redaction/rules', rules), 'redaction.setRules');
  await does('redaction.scrub', () => send('POST', '/redaction/scrubs', {}), 'redaction.scrub');
  await does('redaction.preview', () => send('POST', '/redaction/preview', { text: 'a' }));
  const view = { name: 'mine', resource: 'logs', filter: { level__eq: 'error' } };
  const viewId = await does('views.create', () => send('POST', '/views', view), 'views.create');
  await does('views.update', () => send('PATCH', `/views/${viewId}`, { name: 'ours' }), 'views.update');
  await does('views.delete', () => send('DELETE', `/views/${viewId}`), 'views.delete');
}

async function changeData(): Promise<number> {
  const user = await does('users.create', () => send('POST', '/api/v1/users', { name: 'A', age: 1 }));
  await does('users.update', () => send('PATCH', `/api/v1/users/${user}`, { age: 2 }));
  await does('users.delete', () => send('DELETE', `/api/v1/users/${user}`), 'users.delete');
  const line = { source: 'a', level: 'info', message: 'm' };
  await does('logs.create', () => send('POST', '/logs', line));
  const batch = { batchId: '7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c01', service: 'shop' };
  await does('ingest.requests', () => send('POST', '/ingest/requests', { ...batch, requests: [exchange] }));
  await does('ingest.logs', () => send('POST', '/ingest/logs', { ...batch, logs: [line] }));
  await does('import.har', () => send('POST', '/import/har?service=shop', smallHar), 'import.har');
  const job = await does(
    'worker.create',
    () => send('POST', '/worker/jobs', { task: 'health_check', payload: {}, delay: 60_000 }),
    'worker.create',
  );
  await test.db.$executeRaw`UPDATE job_runs SET status = 'failed' WHERE job_id = ${job}`;
  await does('worker.retry', () => send('POST', `/worker/jobs/${job}/retry`, {}), 'worker.retry');
  await does('worker.cancel', () => send('POST', `/worker/jobs/${job}/cancel`, {}), 'worker.cancel');
  const debug = { url: 'http://127.0.0.1:1/mcp' };
  await does('mcpDebug.run', () => send('POST', '/mcp-debug', debug), 'mcp.debug');
  return Number((await send('GET', '/replay?service__eq=shop')).body.data[0]!.id);
}

async function changeReplays(snapshot: number): Promise<void> {
  await does('replay.pin', () => send('POST', `/replay/${snapshot}/pin`, {}), 'replay.pin');
  await does('replay.unpin', () => send('POST', `/replay/${snapshot}/unpin`, {}), 'replay.unpin');
  const target = { service: 'shop', name: 'stage', baseUrl: 'http://127.0.0.1:40001' };
  const targetId = await does('targets.create', () => send('POST', '/targets', target), 'targets.create');
  await does(
    'targets.update',
    () => send('PATCH', `/targets/${targetId}`, { lock: 'none' }),
    'targets.update',
  );
  const run = await does(
    'replay.run',
    () => send('POST', `/replay/${snapshot}/replay`, { target: 'stage' }),
    'replay.run',
  );
  await does('replay.preview', () => send('POST', `/replay/${snapshot}/preview`, {}));
  await does('replay.rerun', () => send('POST', `/replay/runs/${run}/rerun`, {}), 'replay.run');
  const set = { name: 'all', service: 'shop', target: 'stage' };
  const setId = await does('sets.create', () => send('POST', '/replay/sets', set), 'sets.create');
  await does('sets.update', () => send('PATCH', `/replay/sets/${setId}`, { concurrency: 2 }), 'sets.update');
  await does('sets.count', () => send('POST', `/replay/sets/${setId}/count`, {}));
  await does('sets.preview', () => send('POST', '/replay/sets/count', set));
  const started = await does(
    'sets.start',
    () => send('POST', `/replay/sets/${setId}/runs`, {}),
    'sets.start',
  );
  for (const move of ['pause', 'resume', 'cancel'])
    await does(
      `sets.${move}`,
      () => send('POST', `/replay/sets/runs/${started}/${move}`, {}),
      `sets.${move}`,
    );
  await does('sets.learn', () => send('POST', `/replay/sets/${setId}/learn`, {}), 'sets.learn');
  await does('sets.delete', () => send('DELETE', `/replay/sets/${setId}`), 'sets.delete');
  await does('targets.delete', () => send('DELETE', `/targets/${targetId}`), 'targets.delete');
}

it('every mutation leaves its line in the audit log, or is one of those that need none', async () => {
  await changePeople();
  await changeRules();
  await changeReplays(await changeData());
  expect([...called].sort()).toEqual([...mutations].sort());
}, 180_000);

it('a change that is refused, or undone by its own failure, leaves none', async () => {
  const view = { name: 'twice', resource: 'logs', filter: {} };
  await send('POST', '/views', view);
  await newActions();
  for (const [method, path, body, status] of [
    ['POST', '/views', view, 409],
    ['PATCH', '/views/4711', { name: 'x' }, 404],
    ['DELETE', '/replay/sets/4711', undefined, 404],
    ['POST', '/replay/4711/pin', {}, 404],
    ['PATCH', '/api/v1/users/4711', { age: 3 }, 404],
    ['POST', '/auth/sign-out', {}, 200],
  ] as const)
    expect([method, path, (await send(method, path, body)).status]).toEqual([method, path, status]);
  expect(await newActions()).toEqual([]);
});
