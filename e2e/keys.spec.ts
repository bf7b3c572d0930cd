import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

let server: TestServer;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser(server.url);
  page = await browser.newPage({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto('/dashboard/keys');
  await page.waitForTimeout(500);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const status = async (token: string) =>
  (await fetch(`${server.url}/logs`, { headers: { authorization: `Bearer ${token}` } })).status;

async function looksRight(path: string, name: string, shows: string): Promise<void> {
  for (const [look, options] of [
    ['dark', { colorScheme: 'dark' as const }],
    ['narrow', { viewport: { width: 390, height: 844 } }],
  ] as const) {
    const other = await browser.newPage(options);
    await other.goto(path);
    await other.getByText(shows).first().waitFor();
    const overflow = await other.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect([look, overflow]).toEqual([look, 0]);
    await other.waitForTimeout(400);
    await browser.picture(other, `${name}-${look}`);
    await other.close();
  }
}

describe('the page of API keys', () => {
  let token = '';

  it('says what a key is while there is none, and makes one whose token is shown once', async () => {
    await page.getByTestId('empty-state').getByText('No key yet').waitFor();
    await browser.picture(page, 'keys-empty');
    await button('Make a key').click();
    await page.getByLabel('Name').fill('shop, production');
    await page.getByRole('checkbox', { name: /^read/ }).check();
    await page.getByLabel('Service whose data it may send').fill('shop');
    await page.getByLabel('Expires').selectOption('90');
    await browser.picture(page, 'keys-create');
    await button('Make the key').click();
    const shown = page.getByTestId('token').locator('code');
    await shown.waitFor();
    token = (await shown.textContent())!;
    expect(token).toMatch(/^aps_[A-Za-z0-9]{12}_[\w-]{43}$/);
    await page.getByTestId('token').getByRole('button').click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
    // A stray click beside it must not take the token away.
    await page.mouse.click(5, 5);
    await browser.picture(page, 'keys-token');
    await button('I have copied it').click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /shop, production/ }).waitFor();
    expect(await page.content()).not.toContain(token.slice(17));
    expect(await status(token)).toBe(200);
  });

  it('gives the keyboard back to the button that opened a dialog, when it is closed undone', async () => {
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await button('Make a key').focus();
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Make a key');
  });

  it('rotates a key, with time for the old token, and revokes it when asked twice', async () => {
    await page.getByRole('link', { name: /shop, production/ }).click();
    await page.getByTestId('drawer').waitFor();
    await button('Rotate').click();
    await page.getByLabel('The old token').selectOption('15');
    await button('Make the token').click();
    const next = (await page.getByTestId('token').locator('code').textContent())!;
    await button('I have copied it').click();
    expect([next === token, await status(token), await status(next)]).toEqual([false, 200, 200]);
    await page.getByTestId('drawer').getByText('counts until').waitFor();
    await browser.picture(page, 'keys-drawer');
    await looksRight('/dashboard/keys', 'keys', 'shop, production');
    await button('Revoke').click();
    await button('Keep it').click();
    await button('Revoke').click();
    await button('Revoke the key').click();
    await page.getByText('is revoked: it opens nothing any more').waitFor();
    expect([await status(token), await status(next)]).toEqual([401, 401]);
    await page.getByTestId('drawer').getByText('revoked', { exact: true }).waitFor();
  });

  it('shows in the audit log what was done, with its details', async () => {
    await page.goto('/dashboard/audit');
    await page.getByText('keys.revoke').waitFor();
    expect(await page.getByRole('row').count()).toBe(4);
    await page.getByText('keys.rotate').click();
    await page.getByTestId('drawer').getByText('overlapMinutes').waitFor();
    await browser.picture(page, 'audit-drawer');
    expect(await page.content()).not.toContain(token.slice(17));
    await looksRight('/dashboard/audit', 'audit', 'keys.create');
    await page.goto('/dashboard/audit?action__eq=nothing');
    await page.getByText('Nothing was done in this range').waitFor();
    await browser.picture(page, 'audit-empty');
    await page.goto('/dashboard/audit?levle__eq=x');
    await page.getByText('No entries to show').waitFor();
    expect(browser.problems).toEqual([]);
  });
});
