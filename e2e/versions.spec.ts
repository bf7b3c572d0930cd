import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { looksRight } from './testing/looks-right.ts';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { readRows } from './testing/read-rows.ts';
import { makeRequests, sendRequests, untilCounted } from './testing/send-requests.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

let server: TestServer;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  server = await startServer();
  const { url } = server;
  const served = (version: string, minutes: number, more: (n: number) => object) =>
    sendRequests(
      url,
      { service: 'shop', version, stage: 'production' },
      makeRequests(40, (n) => ({
        timestamp: new Date(Date.now() - minutes * 60_000 + n * 1_000).toISOString(),
        statusCode: 200,
        duration: 20,
        route: n % 4 === 0 ? '/carts/{id}' : '/orders/{id}',
        ...more(n),
      })),
    );
  await served('1.9.0', 50, () => ({}));
  await served('2.0.0', 40, () => ({}));
  await served('2.1.0', 20, (n) => (n % 2 === 1 ? { statusCode: 503, duration: 900 } : {}));
  await sendRequests(
    url,
    { service: 'steady', version: '1.0.0' },
    makeRequests(3, () => ({})),
  );
  await untilCounted(url, 'shop', 120);
  await untilCounted(url, 'steady', 3);
  browser = await openBrowser(url);
  page = await browser.newPage();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const rows = () => readRows(page.getByRole('table', { name: 'Version against version' }).locator('tbody tr'));

describe('version against version', () => {
  it('sets the newest against the one before it, and says in words what got worse', async () => {
    const html = await (await fetch(`${server.url}/dashboard/services/shop`)).text();
    expect(html).toContain('Version against version');
    await page.goto('/dashboard/services/shop');
    expect(await rows()).toEqual([
      [
        'All endpoints',
        '40→, then 40',
        '0%→, then 50.0%, worse',
        '20 ms→, then 460 ms, worse',
        '20 ms→, then 900 ms, worse',
      ],
      [
        'GET /orders/{id}',
        '30→, then 30',
        '0%→, then 66.7%, worse',
        '20 ms→, then 900 ms, worse',
        '20 ms→, then 900 ms, worse',
      ],
      ['GET /carts/{id}', '10→, then 10', '0%→, then 0%', '20 ms→, then 20 ms', '20 ms→, then 20 ms'],
    ]);
  });

  it('compares others by keyboard, which the address keeps', async () => {
    await page.getByRole('button', { name: 'Version after: 2.1.0' }).focus();
    await page.keyboard.press('Enter');
    const wanted = page.getByRole('menuitemradio', { name: '2.0.0' });
    await wanted.waitFor();
    await expect
      .poll(async () => {
        await page.keyboard.press('ArrowDown');
        return wanted.evaluate((item) => item === document.activeElement);
      })
      .toBe(true);
    await page.keyboard.press('Enter');
    await page.waitForURL(/before=2\.0\.0&after=2\.0\.0/);
    await page.getByRole('button', { name: 'Version before: 2.0.0' }).click();
    await page.getByRole('menuitemradio', { name: '1.9.0' }).click();
    await page.waitForURL(/before=1\.9\.0/);
    await page.reload();
    expect((await rows())[0]?.slice(0, 3)).toEqual(['All endpoints', '40→, then 40', '0%→, then 0%']);
  });

  it('leads to the captured requests of both', async () => {
    await page.goto('/dashboard/services/shop');
    await page.getByRole('link', { name: 'GET /carts/{id}' }).first().click();
    await page.waitForURL(/\/dashboard\/replay\?/);
    const asked = new URL(page.url()).searchParams;
    expect([asked.get('endpoint__eq'), asked.get('version__in'), asked.get('service')]).toEqual([
      'GET /carts/{id}',
      '2.0.0,2.1.0',
      'shop',
    ]);
    await page.getByText('20 requests').first().waitFor();
  });

  it('says which of them served nothing in the range', async () => {
    const [from, to] = [30, 0].map((ago) => new Date(Date.now() - ago * 60_000).toISOString());
    await page.goto(`/dashboard/services/shop?from=${from}&to=${to}`);
    await page.getByText('No captured request of this range was served by 2.0.0.').waitFor();
    expect((await rows())[0]?.[1]).toBe('–→, then 40');
  });

  it('is not there for a service of one version', async () => {
    await page.goto('/dashboard/services/steady');
    await page.getByRole('heading', { name: 'Versions and stages' }).waitFor();
    expect(await page.getByText('Version against version').count()).toBe(0);
  });

  it('is whole in every look', async () => {
    await looksRight(browser, '/dashboard/services/shop', {
      name: 'versions',
      shows: 'Version against version',
    });
    expect(browser.problems).toEqual([]);
  });
});
