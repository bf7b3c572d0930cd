import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { makeKey } from '../testing/make-key.ts';
import { type Browser, openBrowser } from '../testing/open-browser.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let test: TestDb;
let app: TestApp;
/** Another process over the same database. */
let other: TestApp;
let ada: Browser;
beforeAll(async () => {
  test = await createTestDb();
  const env = { AUTH: 'on' } as const;
  [app, other] = await Promise.all([openTestApp(test.url, env), openTestApp(test.url, env)]);
  ada = openBrowser(app);
});
afterAll(async () => {
  await Promise.all([app.close(), other.close()]);
  await test.close();
});

const password = 'correct horse';
const signIn = (browser: Browser, email = 'ada@example.com', given = password) =>
  browser.ask('POST', '/auth/sign-in', { email, password: given });
const forgetAttempts = () => test.db.signInAttempt.deleteMany();
const invite = async (email: string, role: string) =>
  (await ada.ask('POST', '/invitations', { email, role })).body.data.token as string;
async function join(email: string, role: string): Promise<Browser> {
  const browser = openBrowser(app);
  const invitation = await invite(email, role);
  const { status } = await browser.ask('POST', '/auth/sign-up', { name: email, password, invitation });
  expect([email, status]).toEqual([email, 201]);
  return browser;
}

describe('the first member', () => {
  it('is one, however many sign up at once at two processes, and an admin', async () => {
    const session = await app.call('/session');
    expect(session.body.data).toMatchObject({ auth: 'on', member: null, scopes: [], sign_up_open: true });
    const answers = await Promise.all(
      [app, other, app, other].map((at, index) =>
        at.send('POST', '/auth/sign-up', { email: `first-${index}@example.com`, name: 'First', password }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403]);
    expect(await test.db.member.findMany()).toMatchObject([{ role: 'admin' }]);
    expect(await test.db.account.count()).toBe(1);
    const audit = await test.db.auditEntry.findMany({ where: { action: 'auth.sign_up' } });
    expect(audit).toMatchObject([{ details: { role: 'admin' } }]);
    await test.db.member.deleteMany();
  });

  it('signs up with an address, a name and a password that is long enough', async () => {
    const first = { email: 'Ada@Example.com', name: 'Ada', password };
    for (const [field, value] of [
      ['email', 'nobody'],
      ['password', 'short'],
      ['password', 'x'.repeat(129)],
      ['name', ' '],
    ] as const) {
      const { status, body } = await ada.ask('POST', '/auth/sign-up', { ...first, [field]: value });
      expect([status, body.error?.issues?.[0]?.path]).toEqual([400, field]);
    }
    const { status, headers } = await ada.ask('POST', '/auth/sign-up', first);
    expect(status).toBe(201);
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(
      /^apiscope\.session_token=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect((await ada.ask('GET', '/session')).body.data).toMatchObject({
      actor: 'member:ada@example.com',
      member: { email: 'ada@example.com', name: 'Ada', role: 'admin' },
      sign_up_open: false,
    });
    expect((await ada.ask('GET', '/logs')).status).toBe(200);
    expect((await app.call('/session')).body.data).toMatchObject({ sign_up_open: false });
    const { password: kept } = await test.db.account.findFirstOrThrow();
    expect(kept).not.toContain(password);
  });
});

describe('signing in', () => {
  it('never takes over the session that a browser came with, nor one that it made up', async () => {
    const planted = openBrowser(app);
    await join('mallory@example.com', 'viewer').then(({ cookie }) => {
      planted.cookie = cookie;
    });
    const before = planted.cookie;
    expect((await signIn(planted)).status).toBe(200);
    expect(planted.cookie).not.toBe(before);
    const thief = openBrowser(app);
    thief.cookie = before;
    expect((await thief.ask('GET', '/logs')).status).toBe(401);
    const chosen = openBrowser(app);
    chosen.cookie = 'apiscope.session_token=chosen.by-somebody-else';
    await signIn(chosen);
    expect(chosen.cookie).not.toContain('chosen');
    expect((await chosen.ask('GET', '/logs')).status).toBe(200);
  });

  it('believes no cookie whose signature is not its own', async () => {
    const { token } = await test.db.session.findFirstOrThrow();
    const [name, value = ''] = ada.cookie.split('=');
    const forged = openBrowser(app);
    for (const cookie of [token, `${token}.`, `${token}.${'A'.repeat(43)}%3D`, `x${value}`, '%', '']) {
      forged.cookie = `${name}=${cookie}`;
      expect([cookie, (await forged.ask('GET', '/logs')).status]).toEqual([cookie, 401]);
    }
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const wrong = await signIn(openBrowser(app), 'ada@example.com', 'wrong password');
    const unknown = await signIn(openBrowser(app), 'nobody@example.com');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body).toEqual(unknown.body);
    expect(wrong.headers.getSetCookie()).toEqual([]);
    await forgetAttempts();
  });

  it('makes who guesses wait, at every process, and nobody else', async () => {
    const guess = (at: TestApp, email: string) =>
      at.send('POST', '/auth/sign-in', { email, password: 'wrong password' });
    const tries = Array.from({ length: 14 }, (_, index) => guess(index % 2 ? app : other, 'ada@example.com'));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
    // The right password waits too: else the limit would tell which one it is.
    const right = await signIn(openBrowser(app));
    expect([right.status, Number(right.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await signIn(openBrowser(app), 'mallory@example.com')).status).toBe(200);
    // From one address it ends somewhere too, whoever is tried.
    await test.db.signInAttempt.updateMany({
      where: { key: { startsWith: 'address:' } },
      data: { count: 48 },
    });
    const spread = await Promise.all(['a', 'b', 'c', 'd'].map((name) => guess(app, `${name}@example.com`)));
    expect(spread.map(({ status }) => status).sort()).toEqual([401, 401, 429, 429]);
    const kept = JSON.stringify(await test.db.signInAttempt.findMany());
    expect(kept).not.toMatch(/ada|example/);
    await test.db.signInAttempt.updateMany({ data: { startedAt: new Date(Date.now() - 16 * 60_000) } });
    expect((await signIn(openBrowser(app))).status).toBe(200);
    expect(await test.db.signInAttempt.count()).toBe(1);
    await forgetAttempts();
  }, 60_000);

  it('ends sessions that are over, lay idle, or were signed out', async () => {
    const browser = openBrowser(app);
    const status = async () => (await browser.ask('GET', '/logs')).status;
    const latest = () => test.db.session.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const set = async (data: { expiresAt?: Date; lastSeenAt?: Date }) =>
      test.db.session.update({ where: { id: (await latest()).id }, data });
    await signIn(browser);
    await set({ lastSeenAt: new Date(Date.now() - 6 * 86_400_000) });
    expect(await status()).toBe(200);
    expect(Date.now() - (await latest()).lastSeenAt.getTime()).toBeLessThan(60_000);
    await set({ lastSeenAt: new Date(Date.now() - 8 * 86_400_000) });
    expect(await status()).toBe(401);
    await set({ lastSeenAt: new Date(), expiresAt: new Date(Date.now() - 1) });
    expect(await status()).toBe(401);
    await signIn(browser);
    const copied = openBrowser(app);
    copied.cookie = browser.cookie;
    expect((await browser.ask('POST', '/auth/sign-out')).status).toBe(200);
    expect(browser.cookie).toBe('');
    expect((await copied.ask('GET', '/logs')).status).toBe(401);
    expect((await openBrowser(app).ask('POST', '/auth/sign-out')).status).toBe(200);
  });

  it('lets a key that is shown count before a cookie', async () => {
    const token = await makeKey(test.db, ['ingest']);
    const { status } = await ada.ask('GET', '/logs', undefined, { authorization: `Bearer ${token}` });
    expect(status).toBe(403);
  });
});

describe('a member', () => {
  it('sees and ends their own sessions, and no one else’s', async () => {
    const [one, two] = [openBrowser(app), openBrowser(app)];
    await signIn(one, 'mallory@example.com');
    await signIn(two, 'mallory@example.com');
    const { data } = (await one.ask('GET', '/auth/sessions')).body;
    const others = data.filter(({ current }) => !current);
    expect(data.filter(({ current }) => current)).toHaveLength(1);
    expect(JSON.stringify(data)).not.toContain(two.cookie.slice(23, 55));
    for (const { id } of others) expect((await one.ask('DELETE', `/auth/sessions/${id}`)).status).toBe(200);
    expect([(await two.ask('GET', '/logs')).status, (await one.ask('GET', '/logs')).status]).toEqual([
      401, 200,
    ]);
    const [mine] = (await ada.ask('GET', '/auth/sessions')).body.data;
    expect((await one.ask('DELETE', `/auth/sessions/${mine!.id}`)).status).toBe(404);
    await signIn(two, 'mallory@example.com');
    expect((await one.ask('POST', '/auth/sign-out-everywhere')).status).toBe(200);
    expect((await two.ask('GET', '/logs')).status).toBe(401);
    for (const path of ['/auth/sessions', '/auth/sign-out-everywhere'])
      expect((await app.call(path, { method: path.endsWith('s') ? 'GET' : 'POST' })).status).toBe(401);
  });

  it('changes the password by showing the old one; every session ends, and a new one begins', async () => {
    const [one, two] = [openBrowser(app), openBrowser(app)];
    await signIn(one, 'mallory@example.com');
    await signIn(two, 'mallory@example.com');
    const before = one.cookie;
    const change = (current: string, next: string) =>
      one.ask('POST', '/auth/change-password', { current, password: next });
    expect((await change('wrong password', 'another horse')).body.error?.issues?.[0]?.path).toBe('current');
    expect((await change(password, 'short')).body.error?.issues?.[0]?.path).toBe('password');
    expect((await change(password, 'another horse')).status).toBe(200);
    expect(one.cookie).not.toBe(before);
    expect([(await one.ask('GET', '/logs')).status, (await two.ask('GET', '/logs')).status]).toEqual([
      200, 401,
    ]);
    expect((await signIn(two, 'mallory@example.com')).status).toBe(401);
    expect((await signIn(two, 'mallory@example.com', 'another horse')).status).toBe(200);
    await forgetAttempts();
  });

  it.each([
    ['changes', "UPDATE accounts SET password = 'another' WHERE member_id = NEW.member_id"],
    ['goes with its member', 'DELETE FROM members WHERE id = NEW.member_id'],
  ])('signs nobody in by a password that %s between its check and the session', async (_, meanwhile) => {
    const browser = await join('raced@example.com', 'viewer');
    const { id } = await test.db.member.findUniqueOrThrow({ where: { email: 'raced@example.com' } });
    await test.db.session.deleteMany({ where: { memberId: id } });
    await test.db.$executeRawUnsafe(`
      CREATE FUNCTION meanwhile() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${meanwhile}; RETURN NEW; END $$`);
    await test.db
      .$executeRaw`CREATE TRIGGER meanwhile BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION meanwhile()`;
    const { status, headers } = await signIn(openBrowser(app), 'raced@example.com');
    await test.db.$executeRaw`DROP FUNCTION meanwhile CASCADE`;
    expect([status, headers.getSetCookie()]).toEqual([401, []]);
    expect((await browser.ask('GET', '/logs')).status).toBe(401);
    expect(await test.db.session.count({ where: { memberId: id } })).toBe(0);
    await test.db.member.deleteMany({ where: { id } });
    await forgetAttempts();
  });
});

describe('invitations', () => {
  it('open once, in time, for their address alone, and are kept as hashes', async () => {
    const token = await invite('grace@example.com', 'operator');
    const stored = await test.db.invitation.findFirstOrThrow();
    expect(Buffer.from(stored.hash).toString()).not.toContain(token);
    const seen = await app.call(`/auth/invitation?token=${token}`);
    expect(seen.body.data).toMatchObject({ email: 'grace@example.com', role: 'operator' });
    expect((await app.call(`/auth/invitation?token=${token}x`)).status).toBe(403);
    const signUp = (given: object) =>
      app.send('POST', '/auth/sign-up', { name: 'Grace', password, invitation: token, ...given });
    expect((await signUp({ email: 'else@example.com' })).body.error?.issues?.[0]?.path).toBe('email');
    const answers = await Promise.all(Array.from({ length: 4 }, () => signUp({})));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403]);
    expect(await test.db.invitation.count()).toBe(0);
    expect(await test.db.member.findUnique({ where: { email: 'grace@example.com' } })).toMatchObject({
      role: 'operator',
    });
    expect((await signUp({ invitation: undefined, email: 'new@example.com' })).status).toBe(403);
    const late = await invite('late@example.com', 'viewer');
    await test.db.invitation.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await signUp({ invitation: late })).status).toBe(403);
    const replaced = await invite('late@example.com', 'viewer');
    expect([
      (await signUp({ invitation: late })).status,
      (await signUp({ invitation: replaced })).status,
    ]).toEqual([403, 201]);
    const gone = await invite('gone@example.com', 'viewer');
    const [{ id }] = (await ada.ask('GET', '/invitations')).body.data as unknown as [{ id: number }];
    expect((await ada.ask('DELETE', `/invitations/${id}`)).status).toBe(200);
    expect((await signUp({ invitation: gone })).status).toBe(403);
    expect(
      (await ada.ask('POST', '/invitations', { email: 'grace@example.com', role: 'admin' })).status,
    ).toBe(409);
  });

  it.each([
    ['DELETE', undefined],
    ['PATCH', { role: 'operator' }],
  ])('of an admin who is one no more by %s are taken back, and no one else’s', async (method, body) => {
    const leaving = await join('leaving@example.com', 'admin');
    const { id } = await test.db.member.findUniqueOrThrow({ where: { email: 'leaving@example.com' } });
    const back = await leaving.ask('POST', '/invitations', { email: 'back@example.com', role: 'admin' });
    const kept = await invite('kept@example.com', 'viewer');
    expect((await ada.ask(method, `/members/${id}`, body)).status).toBe(200);
    const accept = (invitation: string) =>
      openBrowser(app).ask('POST', '/auth/sign-up', { name: 'Back', password, invitation });
    expect((await accept(back.body.data.token as string)).status).toBe(403);
    expect((await accept(kept)).status).toBe(201);
    const where = { subject: 'leaving@example.com', action: { in: ['members.remove', 'members.set_role'] } };
    expect(await test.db.auditEntry.findMany({ where })).toMatchObject([{ details: { invitations: 1 } }]);
    await test.db.auditEntry.deleteMany({ where });
    await test.db.member.deleteMany({
      where: { email: { in: ['leaving@example.com', 'kept@example.com'] } },
    });
  });

  it('are an admin’s business, as members are', async () => {
    const viewer = await join('viewer@example.com', 'viewer');
    const operator = await join('operator@example.com', 'operator');
    for (const browser of [viewer, operator]) {
      for (const [method, path, body] of [
        ['GET', '/members'],
        ['GET', '/invitations'],
        ['POST', '/invitations', { email: 'a@example.com', role: 'admin' }],
        ['PATCH', '/members/1', { role: 'admin' }],
        ['DELETE', '/members/1'],
      ] as const)
        expect([method, path, (await browser.ask(method, path, body)).status]).toEqual([method, path, 403]);
    }
    const line = { source: 'test', level: 'info', message: 'hello' };
    expect((await viewer.ask('POST', '/logs', line)).status).toBe(403);
    expect((await viewer.ask('POST', '/api/v1/users', { name: 'A', age: 1 })).status).toBe(403);
    expect((await operator.ask('POST', '/logs', line)).status).toBe(201);
    expect((await operator.ask('PUT', '/retention', { kind: 'logs', days: 1 })).status).toBe(403);
  });
});

describe('members', () => {
  it('are out at once when they are removed, and less when they are made less', async () => {
    const browser = await join('short@example.com', 'operator');
    const { id } = await test.db.member.findUniqueOrThrow({ where: { email: 'short@example.com' } });
    const line = { source: 'test', level: 'info', message: 'hello' };
    expect((await browser.ask('POST', '/logs', line)).status).toBe(201);
    expect((await ada.ask('PATCH', `/members/${id}`, { role: 'viewer' })).body.data).toMatchObject({
      role: 'viewer',
    });
    expect((await browser.ask('POST', '/logs', line)).status).toBe(403);
    expect((await ada.ask('DELETE', `/members/${id}`)).status).toBe(200);
    expect((await browser.ask('GET', '/logs')).status).toBe(401);
    expect((await signIn(browser, 'short@example.com')).status).toBe(401);
    expect((await ada.ask('DELETE', `/members/${id}`)).status).toBe(404);
    const actions = await test.db.auditEntry.findMany({ where: { subject: 'short@example.com' } });
    expect(actions.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'member:ada@example.com members.invite',
      'member:short@example.com auth.sign_up',
      'member:short@example.com auth.sign_in',
      'member:ada@example.com members.set_role',
      'member:ada@example.com members.remove',
    ]);
  });

  it('never lose their last admin, also when two go at once', async () => {
    const one = await test.db.member.findUniqueOrThrow({ where: { email: 'ada@example.com' } });
    for (const answer of [
      await ada.ask('DELETE', `/members/${one.id}`),
      await ada.ask('PATCH', `/members/${one.id}`, { role: 'viewer' }),
    ])
      expect(answer.status).toBe(409);
    for (let round = 0; round < 3; round++) {
      const second = await join(`second-${round}@example.com`, 'admin');
      const two = await test.db.member.findUniqueOrThrow({
        where: { email: `second-${round}@example.com` },
      });
      const answers = await Promise.all([
        ada.ask('PATCH', `/members/${two.id}`, { role: 'viewer' }),
        second.ask('PATCH', `/members/${one.id}`, { role: 'viewer' }),
      ]);
      expect(await test.db.member.count({ where: { role: 'admin' } })).toBe(1);
      expect(answers.map(({ status }) => status)).toContain(200);
      await test.db.member.update({ where: { id: one.id }, data: { role: 'admin' } });
      await test.db.member.delete({ where: { id: two.id } });
    }
  });
});

it('changes nothing for a page of another origin, whose browser sends the cookie along', async () => {
  const asked = (headers: Record<string, string>) =>
    ada.ask(
      'POST',
      '/invitations',
      { email: 'csrf@example.com', role: 'admin' },
      { host: 'scope.test', ...headers },
    );
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://scope.test.evil.example' },
    { origin: 'https://scope.test:8443' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', 'content-type': 'text/plain' },
  ];
  for (const headers of foreign) expect([headers, (await asked(headers)).status]).toEqual([headers, 403]);
  expect((await asked({ 'content-type': 'text/plain' })).status).toBe(415);
  expect(await test.db.invitation.count({ where: { email: 'csrf@example.com' } })).toBe(0);
  expect((await asked({ origin: 'https://scope.test' })).status).toBe(201);
  const settings = { ...app.deps.settings, publicUrl: new URL('https://public.test') };
  const behind = createApp({ ...app.deps, settings });
  const login = (origin: string) =>
    behind.request('/auth/sign-out', { method: 'POST', headers: { host: 'inner:3000', origin } });
  expect([(await login('https://public.test')).status, (await login('https://evil.test')).status]).toEqual([
    200, 403,
  ]);
}, 30_000);

it('does not exist while AUTH is off', async () => {
  const open = await openTestApp(test.url);
  const credentials = { email: 'ada@example.com', password };
  expect((await open.send('POST', '/auth/sign-in', credentials)).status).toBe(404);
  expect((await open.send('POST', '/auth/sign-up', { ...credentials, name: 'A' })).status).toBe(404);
  expect((await open.send('POST', '/auth/sign-out', {})).status).toBe(404);
  const session = await open.call('/session', { headers: { cookie: ada.cookie } });
  expect(session.body.data).toMatchObject({
    auth: 'off',
    actor: 'anonymous',
    member: null,
    sign_up_open: false,
  });
  await open.close();
});

it('says 503, not 401, while the database is away', async () => {
  const away = await openTestApp('postgres://postgres@127.0.0.1:1/postgres', { AUTH: 'on' });
  for (const path of ['/logs', '/session', '/auth/sessions'])
    expect([path, (await away.call(path, { headers: { cookie: ada.cookie } })).status]).toEqual([path, 503]);
  const credentials = { email: 'ada@example.com', password };
  expect((await away.send('POST', '/auth/sign-in', credentials)).status).toBe(503);
  const out = await away.call('/auth/sign-out', { method: 'POST', headers: { cookie: ada.cookie } });
  expect([out.status, out.headers.getSetCookie()]).toEqual([503, []]);
  await away.close();
});

it('keeps its cookie to https where it is reached by https', async () => {
  const secure = await openTestApp(test.url, {
    AUTH: 'on',
    PUBLIC_URL: new URL('https://scope.example.com'),
  });
  const { headers } = await secure.send('POST', '/auth/sign-in', { email: 'ada@example.com', password });
  expect(headers.getSetCookie()[0]).toMatch(
    /^__Secure-apiscope\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/,
  );
  const cookie = headers.getSetCookie()[0]!.split(';')[0]!;
  expect((await secure.call('/logs', { headers: { cookie } })).status).toBe(200);
  await secure.close();
});
