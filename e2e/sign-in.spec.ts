import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { startServer, type TestServer } from './testing/start-server.ts';
import { untilLive } from './testing/until-live.ts';

let server: TestServer;
let browser: TestBrowser;
let ada: Page;
let grace: Page;
let link: string;
beforeAll(async () => {
  server = await startServer({ AUTH: 'on', PUBLIC_URL: publicUrl });
  browser = await openBrowser(server.url);
  ada = await browser.newPage();
  grace = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** Where browsers are told to go; these here go straight to the server. */
const publicUrl = 'http://scope.test';
const password = 'correct horse';
const path = (page: Page) => page.url().slice(server.url.length);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const fill = async (page: Page, fields: Record<string, string>) => {
  for (const [label, value] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(value);
};
const menu = (page: Page) => page.getByRole('button', { name: /^Signed in as/ });

describe('where people sign in', () => {
  it('nothing is shown before somebody has signed up, who becomes the admin', async () => {
    await ada.goto('/dashboard/logs?range=24h');
    await ada.getByRole('heading', { name: 'Set up Apiscope' }).waitFor();
    expect(path(ada)).toBe('/sign-up');
    await browser.picture(ada, 'sign-up-first');
    await fill(ada, { 'E-mail address': 'ada@example.com', 'Your name': 'Ada Lovelace', Password: password });
    await button(ada, 'Sign up').click();
    await ada.waitForURL('**/dashboard');
    await menu(ada).waitFor();
    await untilLive(ada);
    expect(browser.problems).toEqual([]);
  });

  it('a wrong password says no more than that, and signing in leads back to the page that was asked for', async () => {
    await grace.goto('/dashboard/logs?range=24h&level__eq=error');
    await grace.getByRole('heading', { name: 'Sign in' }).waitFor();
    await browser.picture(grace, 'sign-in');
    await fill(grace, { 'E-mail address': 'ada@example.com', Password: 'wrong password' });
    await button(grace, 'Sign in').click();
    await grace.getByRole('alert').getByText('e-mail address or password is wrong').waitFor();
    await browser.picture(grace, 'sign-in-refused');
    await fill(grace, { 'E-mail address': 'nobody@example.com', Password: 'wrong password' });
    await button(grace, 'Sign in').click();
    await grace.getByRole('alert').getByText('e-mail address or password is wrong').waitFor();
    await fill(grace, { 'E-mail address': 'ada@example.com', Password: password });
    await button(grace, 'Sign in').click();
    await grace.waitForURL('**/dashboard/logs?range=24h&level__eq=error');
    await menu(grace).click();
    await grace.getByText('Admin: keys, people and rules too').waitFor();
    await browser.picture(grace, 'user-menu');
    await grace.getByRole('menuitem', { name: 'Sign out' }).click();
    await grace.waitForURL('**/sign-in');
    await grace.goto('/sign-in?next=//example.com/dashboard');
    expect(await grace.context().cookies()).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ name: 'apiscope.session_token' })]),
    );
    expect(browser.problems).toEqual([]);
  });

  it('an admin invites by a link that is shown once', async () => {
    await ada.goto('/dashboard/members');
    await ada.getByText('My sessions').waitFor();
    await browser.picture(ada, 'members-alone');
    await button(ada, 'Invite somebody').click();
    await fill(ada, { 'E-mail address': 'ada@example.com' });
    await button(ada, 'Make the link').click();
    await ada.getByRole('dialog').getByRole('alert').waitFor();
    browser.problems.length = 0;
    await fill(ada, { 'E-mail address': 'Grace@example.com' });
    await browser.picture(ada, 'invite');
    await button(ada, 'Make the link').click();
    link = (await ada.getByTestId('invitation-link').textContent()) ?? '';
    expect(link).toMatch(/^http:\/\/scope\.test\/sign-up\?invitation=[\w-]{43}$/);
    await browser.picture(ada, 'invite-link');
    await button(ada, 'Done').click();
    await ada.getByText('grace@example.com').waitFor();
    expect(await ada.content()).not.toContain(link.slice(-43));
  });

  it('no page names the host that a request made up', async () => {
    const [session] = await ada.context().cookies();
    const cookie = `${session!.name}=${session!.value}`;
    for (const at of [
      '/dashboard/members',
      '/dashboard/keys',
      '/dashboard/metrics',
      '/dashboard/members.data',
    ]) {
      const page = await readAs(`${server.url}${at}`, { host: 'evil.example', cookie });
      expect([at, page.status, page.text.includes('evil.example')]).toEqual([at, 200, false]);
    }
    expect(
      (await readAs(`${server.url}/dashboard/members.data`, { host: 'evil.example', cookie })).text,
    ).toContain(publicUrl);
  });

  it('who is invited signs up as what they were invited as, and may do no more', async () => {
    await grace.goto(link.slice(publicUrl.length));
    await grace.getByText('You are invited to be a viewer.').waitFor();
    await browser.picture(grace, 'sign-up-invited');
    await fill(grace, { 'Your name': 'Grace Hopper', Password: password });
    await button(grace, 'Sign up').click();
    await grace.waitForURL('**/dashboard');
    for (const [at, name] of [
      ['/dashboard/targets', 'Add a target'],
      ['/dashboard/replay', 'Import HAR'],
      ['/dashboard/replay/sets', 'New set'],
      ['/dashboard/retention', 'Run now'],
      ['/dashboard/worker', 'Run cleanup_logs now'],
      ['/dashboard/members', 'Invite somebody'],
      ['/dashboard/mcp', 'Connect'],
      ['/dashboard', 'Connect'],
    ] as const) {
      await grace.goto(at);
      const found = grace.getByRole('button', { name }).first();
      await found.waitFor();
      expect([at, await found.isDisabled(), await found.getAttribute('title')]).toEqual([
        at,
        true,
        expect.stringMatching(/^This is for (operators and )?admins; you are a viewer\.$/),
      ]);
    }
    await browser.picture(grace, 'members-viewer');
    expect(await grace.getByRole('navigation').getByText('API keys').count()).toBe(0);
    await grace.goto('/dashboard/keys');
    await grace.getByText('This is not for you to see').waitFor();
    await browser.picture(grace, 'keys-viewer');
    browser.problems.length = 0;
    const refused = await grace.evaluate(async () => {
      const answer = await fetch('/retention', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'logs', days: 1 }),
      });
      return answer.status;
    });
    expect(refused).toBe(403);
    browser.problems.length = 0;
    const again = await browser.newPage();
    await again.goto(link.slice(publicUrl.length));
    await again.getByText('This invitation does not open').waitFor();
    await browser.picture(again, 'sign-up-refused');
    await again.close();
    browser.problems.length = 0;
  });

  it('who is removed is out, live pages too', async () => {
    await grace.goto('/dashboard/logs');
    await untilLive(grace);
    await ada.goto('/dashboard/members');
    await ada.getByLabel('Role of Grace Hopper').selectOption('operator');
    await ada.getByText('Grace Hopper is operator now.').waitFor();
    await browser.picture(ada, 'members');
    await button(ada, 'Remove Grace Hopper').click();
    await browser.picture(ada, 'members-remove');
    await button(ada, 'Remove the member').click();
    await ada.getByText('Grace Hopper is removed and signed out.').waitFor();
    const asked = performance.now();
    await grace.waitForURL('**/sign-in?next=*', { timeout: 20_000 });
    expect(performance.now() - asked).toBeLessThan(16_000);
    browser.problems.length = 0;
  });

  it('the password changes by showing the old one', async () => {
    await menu(ada).click();
    await ada.getByRole('menuitem', { name: 'Change password' }).click();
    await fill(ada, { 'Present password': 'wrong password', 'New password': 'another horse' });
    await button(ada, 'Change it').click();
    await ada.getByRole('dialog').getByRole('alert').getByText('is not your password').waitFor();
    await browser.picture(ada, 'password-refused');
    browser.problems.length = 0;
    await fill(ada, { 'Present password': password });
    await button(ada, 'Change it').click();
    await ada.getByRole('dialog').waitFor({ state: 'detached' });
    await ada.goto('/dashboard/members');
    await ada.getByText('this one').waitFor();
    expect(browser.problems).toEqual([]);
  });

  it('looks right in the dark and on a telephone', async () => {
    const state = await ada.context().storageState();
    for (const [name, options] of [
      ['dark', { colorScheme: 'dark' as const }],
      ['narrow', { viewport: { width: 390, height: 844 } }],
    ] as const) {
      const other = await browser.newPage({ ...options, storageState: state });
      await other.goto('/dashboard/members');
      await other.getByText('this one').waitFor();
      await other.waitForTimeout(300);
      expect([name, await overflowOf(other)]).toEqual([name, 0]);
      await browser.picture(other, `members-${name}`);
      await menu(other).click();
      await browser.picture(other, `user-menu-${name}`);
      const out = await browser.newPage(options);
      await out.goto('/sign-in');
      await out.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect([name, await overflowOf(out)]).toEqual([name, 0]);
      await browser.picture(out, `sign-in-${name}`);
      await other.close();
      await out.close();
    }
    expect(browser.problems).toEqual([]);
  });
});

/** Asks with headers that no browser lets a page set. */
async function readAs(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers }, resolve).once('error', reject);
  });
  return { status: answer.statusCode ?? 0, text: await text(answer) };
}

const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
