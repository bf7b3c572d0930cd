import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

const secret = 'Bearer s3cret-of-the-target';
let server: TestServer;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser(server.url);
  page = await browser.newPage();
  await page.goto('/dashboard/targets');
  await page.waitForTimeout(500);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const targets = async () => {
  const answer = (await (await fetch(`${server.url}/targets`)).json()) as { data: Record<string, unknown>[] };
  return answer.data;
};

describe('the page of targets', () => {
  it('says what a target is while there is none, and adds one', async () => {
    await page.getByTestId('empty-state').getByText('No target yet').waitFor();
    await browser.picture(page, 'targets-empty');
    await button('Add a target').click();
    await page.getByLabel('Service').fill('shop');
    await page.getByLabel('Name', { exact: true }).fill('staging');
    await page.getByLabel('Base URL').fill('https://user:pw@staging.example.com');
    await button('Add a header').click();
    await page.getByLabel('Name of the header').fill('Authorization');
    await page.getByLabel('Value of Authorization').fill(secret);
    await button('Add the target').click();
    await dialog().getByRole('alert').getByText('must not hold a user or password').waitFor();
    await browser.picture(page, 'targets-refused');
    browser.problems.length = 0;
    await page.getByLabel('Base URL').fill('https://staging.example.com/shop');
    await page.getByLabel('Addresses that may be reached').fill('10.1.0.0/16, loopback');
    await button('Add the target').click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByText('Requests of shop can be replayed to staging.').waitFor();
    await page.getByRole('list', { name: 'Headers of staging' }).getByText('set, hidden').waitFor();
    expect(await targets()).toMatchObject([
      {
        service: 'shop',
        lock: 'unsafe',
        allowedCidrs: ['10.1.0.0/16', 'loopback'],
        headerNames: ['authorization'],
      },
    ]);
    expect(await page.content()).not.toContain('s3cret');
    expect(await (await fetch(`${server.url}/dashboard/targets`)).text()).not.toContain('s3cret');
  });

  it('edits one: a header is replaced or taken away, never shown', async () => {
    await button('Edit staging').click();
    await page.getByLabel('Base URL').fill('https://elsewhere.example.com');
    await button('Save').click();
    await dialog().getByRole('alert').getByText('give a value, or null, for authorization').waitFor();
    browser.problems.length = 0;
    await button('Remove authorization').click();
    await dialog().getByText('goes when you save').waitFor();
    await button('Add a header').click();
    await page.getByLabel('Name of the header').fill('X-Tenant');
    await page.getByLabel('Value of X-Tenant').fill('seven');
    await page.getByLabel('Lock').selectOption('all');
    await browser.picture(page, 'targets-edit');
    await button('Save').click();
    await dialog().waitFor({ state: 'detached' });
    expect(await targets()).toMatchObject([
      { baseUrl: 'https://elsewhere.example.com', lock: 'all', headerNames: ['x-tenant'] },
    ]);
    expect(await page.content()).not.toContain('seven');
  });

  it('looks right in the dark and on a telephone, and deletes when asked twice', async () => {
    for (const [name, options] of [
      ['dark', { colorScheme: 'dark' as const }],
      ['narrow', { viewport: { width: 390, height: 844 } }],
    ] as const) {
      const other = await browser.newPage(options);
      await other.goto('/dashboard/targets');
      await other.getByText('set, hidden').waitFor();
      const overflow = await other.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([name, overflow]).toEqual([name, 0]);
      await other.waitForTimeout(500);
      await browser.picture(other, `targets-${name}`);
      await other.getByRole('button', { name: 'Edit staging' }).click();
      await other.getByRole('dialog').waitFor();
      await browser.picture(other, `targets-${name}-edit`);
      await other.close();
    }
    await button('Delete staging').click();
    await button('Keep it').click();
    expect((await targets()).length).toBe(1);
    await button('Delete staging').click();
    await button('Delete the target').click();
    await page.getByTestId('empty-state').waitFor();
    expect(await targets()).toEqual([]);
    expect(browser.problems).toEqual([]);
  });
});
