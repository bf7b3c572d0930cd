import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childOf } from './testing/child-of.ts';
import { looksRight } from './testing/looks-right.ts';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { readRows } from './testing/read-rows.ts';
import { makeRequests, sendRequests, untilCounted } from './testing/send-requests.ts';
import { startServer, type TestServer } from './testing/start-server.ts';
import { untilLive } from './testing/until-live.ts';

let server: TestServer;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  server = await startServer();
  const { url } = server;
  const sdk = { name: '@apiscope/sdk', version: '1.4.0' };
  for (const [n, stage] of ['staging', 'production'].entries())
    await sendRequests(
      url,
      { service: 'shop', sdk, version: `2.${n}.0`, stage, instance: `shop-7d9f-${n}`, dropped: n * 7 },
      makeRequests(120, (each) => ({
        path: `/orders/${each % 30 === 0 ? 'latest' : `part${each % 30}`}`,
        route: each % 30 === 0 ? '/orders/latest' : `/orders/part${each % 30}/{id}`,
        consumer: ['acme', 'globex', 'initech'][each % 3],
        ...(each % 3 === 0 && { consumerName: 'Acme Corporation' }),
      })),
    );
  await sendRequests(
    url,
    { service: 'sampled', sdk },
    makeRequests(50, () => ({ weight: 20, consumer: 'acme' })),
  );
  await sendRequests(
    url,
    { service: 'eu/billing & co' },
    makeRequests(3, () => ({})),
  );
  await fetch(`${url}/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ service: 'quiet', source: 'cron', level: 'info', message: 'nightly run' }),
  });
  await untilCounted(url, 'shop', 240);
  await untilCounted(url, 'sampled', 1_000);
  await untilCounted(url, 'eu/billing & co', 3);
  browser = await openBrowser(url);
  page = await browser.newPage();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const text = async (testId: string) => (await page.getByTestId(testId).first().textContent()) ?? '';
const bodyRows = (caption: string) => page.getByRole('table', { name: caption }).locator('tbody tr');

describe('the list of services', () => {
  it('leads by keyboard to the page of one', async () => {
    await page.goto('/dashboard/services');
    await page.getByRole('link', { name: 'shop' }).waitFor();
    await page.waitForTimeout(800);
    const order = await bodyRows('Services').locator('[data-row-link]').allInnerTexts();
    expect(order).toEqual(['eu/billing & co', 'quiet', 'sampled', 'shop']);
    for (let n = 0; n < order.length; n++) await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard/services/shop');
    await page.getByRole('heading', { level: 1, name: /shop/ }).waitFor();
    expect(await page.title()).toBe('shop · Apiscope');
    // The service of the page stays chosen on the next one.
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.waitForURL(/\/dashboard\/consumers\?service=shop$/);
  });

  it('sorts by a heading and filters', async () => {
    await page.goto('/dashboard/services?order_by=trafficCount&order=desc');
    await page.getByRole('link', { name: 'shop' }).waitFor();
    expect((await bodyRows('Services').locator('[data-row-link]').allInnerTexts())[0]).toBe('sampled');
    await page.goto('/dashboard/services?trafficCount__gte=100&name__ne=sampled');
    await page.getByRole('link', { name: 'shop' }).waitFor();
    expect(await bodyRows('Services').count()).toBe(1);
    await page.goto('/dashboard/services?search=nothing-like-it');
    await page.getByText('No service passes the filters').waitFor();
    await browser.picture(page, 'services-empty');
  });

  it('is whole in every look', async () => {
    await looksRight(browser, '/dashboard/services', { name: 'services', shows: 'sampled' });
    expect(browser.problems).toEqual([]);
  });
});

describe('the page of a service', () => {
  it('has its data without scripts', async () => {
    const html = await (await fetch(`${server.url}/dashboard/services/shop`)).text();
    for (const part of ['SDK or import', 'shop-7d9f-1', '2.1.0', 'production', 'Acme Corporation', '240'])
      expect(html).toContain(part);
  });

  it('says what it runs, where its requests come from, who sends and what was dropped', async () => {
    await page.goto('/dashboard/services/shop');
    expect(await text('request-source')).toMatch(/^SDK or import.*one source at a time/);
    const versions = await readRows(bodyRows('Versions and stages'));
    expect(versions.map((cells) => cells.slice(0, 2)).sort()).toEqual([
      ['2.0.0', 'staging'],
      ['2.1.0', 'production'],
    ]);
    const senders = await readRows(bodyRows('Senders'));
    expect(senders.map((cells) => [cells[0], cells[1], cells.at(-1)]).sort()).toEqual([
      ['shop-7d9f-0', '@apiscope/sdk 1.4.0', '0'],
      ['shop-7d9f-1', '@apiscope/sdk 1.4.0', '7'],
    ]);
    const consumers = await readRows(page.getByTestId('top-consumers').locator('tbody tr'));
    expect(consumers.map((cells) => cells.slice(0, 2)).sort()).toEqual([
      ['Acme Corporation acme', '80'],
      ['globex', '80'],
      ['initech', '80'],
    ]);
    expect(await page.getByTestId('kpi').nth(2).textContent()).toContain('240');
  });

  it('pages, sorts, searches and filters its endpoints, and leads to the metrics of one', async () => {
    const names = bodyRows('Endpoints').locator('[data-row-link]');
    await untilLive(page);
    expect(await names.count()).toBe(25);
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.waitForURL(/page=2/);
    await page.getByText('26–30 of 30 endpoints').waitFor();
    await page.getByRole('columnheader', { name: 'Errors' }).getByRole('link').click();
    await page.waitForURL(/order_by=errorRate&order=desc$/);
    await page.getByText('1–25 of 30 endpoints').waitFor();
    expect((await readRows(bodyRows('Endpoints')))[0]?.[3]).toBe('100%');
    await page.keyboard.press('/');
    await page.keyboard.type('latest');
    await page.waitForURL(/search=latest/);
    await page.getByText('1–1 of 1 endpoints').waitFor();
    await names.first().click();
    await page.waitForURL(/\/dashboard\/metrics\?service=shop&endpoint=GET\+%2Forders%2Flatest/);
    await page.getByTestId('kpi').first().waitFor();
    await page.goto('/dashboard/services/shop?endpoint__eq=none');
    await page.getByText('No endpoint of this service passes the filters').waitFor();
    await page.goto('/dashboard/services/shop?endpiont__eq=x');
    await page.getByTestId('filter-chip').getByText('endpiont').first().waitFor();
  });

  it('is switched from the top bar, which leads back to the list too', async () => {
    await page.goto('/dashboard/services/shop?range=6h');
    await untilLive(page);
    await page.getByRole('button', { name: 'Service: shop' }).click();
    await page.getByRole('menuitemradio', { name: 'eu/billing & co' }).click();
    await page.waitForURL('**/dashboard/services/eu%2Fbilling%20%26%20co?range=6h');
    await page.getByRole('heading', { level: 1, name: 'eu/billing & co' }).waitFor();
    await page.getByRole('link', { name: 'Captured requests', exact: true }).click();
    await page.waitForURL(/\/dashboard\/replay\?range=6h&service=eu%2Fbilling\+%26\+co/);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'eu/billing & co' }).waitFor();
    await page.getByRole('button', { name: 'Service: eu/billing & co' }).click();
    await page.getByRole('menuitemradio', { name: 'All services' }).click();
    await page.waitForURL('**/dashboard/services?range=6h');
  });

  it('marks estimates, says why, and leaves exact numbers alone', async () => {
    await page.goto('/dashboard/services/sampled');
    const traffic = page.getByTestId('kpi').nth(2);
    expect(await traffic.textContent()).toContain('~about 1,000');
    expect(await traffic.getByTitle(/estimated: requests were sampled/).textContent()).toBe('~about 1,000');
    await page.getByTestId('approximate-note').first().waitFor();
    expect(await bodyRows('Endpoints').first().textContent()).toContain('~about 1,000');
    expect(await page.getByTestId('top-consumers').textContent()).toContain('~about 1,000');
    for (const path of [
      '/dashboard?service=sampled',
      '/dashboard/metrics?service=sampled',
      '/dashboard/services',
    ]) {
      await page.goto(path);
      await page.getByText('~', { exact: true }).first().waitFor();
      await page.getByTestId('approximate-note').first().waitFor();
    }
    expect(await page.getByRole('row', { name: /^shop/ }).textContent()).not.toContain('~');
    for (const [path, shows] of [
      ['/dashboard?service=shop', '240'],
      ['/dashboard/metrics?service=shop', '/orders/latest'],
      ['/dashboard/services/shop', '240'],
    ] as const) {
      await page.goto(path);
      await page.getByText(shows).first().waitFor();
      expect(await page.locator('main').textContent()).not.toContain('~');
    }
  });

  it('says so when there is nothing: no request yet, none in the range, no such service', async () => {
    await page.goto('/dashboard/services/quiet');
    await page.getByText('No request of this service has been counted yet').waitFor();
    expect(await text('request-source')).toMatch(/^none yet/);
    await browser.picture(page, 'service-quiet');
    await page.goto('/dashboard/services/shop?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z');
    await page.getByTestId('elsewhere').waitFor();
    await untilLive(page);
    await page.getByRole('link', { name: 'Show that range' }).click();
    await page.getByTestId('kpi').getByText('240', { exact: true }).waitFor();
    expect(browser.problems).toEqual([]);
    const answer = await page.goto('/dashboard/services/nobody');
    expect(answer?.status()).toBe(404);
    await page.getByTestId('error-panel').getByText('There is no service nobody').waitFor();
    await browser.picture(page, 'service-unknown');
    await page.getByRole('link', { name: 'All services' }).click();
    await page.waitForURL('**/dashboard/services');
    // The console tells of the 404 itself.
    browser.problems.length = 0;
  });

  it('is whole in every look', async () => {
    await looksRight(browser, '/dashboard/services/shop', { name: 'service', shows: 'shop-7d9f-1' });
    await looksRight(browser, '/dashboard/services/sampled', {
      name: 'service-sampled',
      shows: 'Top consumers',
    });
    expect(browser.problems).toEqual([]);
  });

  it('keeps its numbers while the database is away, and says so where it has none', async () => {
    await page.goto('/dashboard/services/shop');
    await untilLive(page);
    const database = childOf(server, 'embedded/server');
    process.kill(database, 'SIGSTOP');
    await page
      .getByTestId('health-banner')
      .getByText(/unreachable|does not answer/)
      .waitFor({ timeout: 20_000 });
    expect(await page.getByTestId('kpi').nth(2).textContent()).toContain('240');
    // They take what connections there are, so that whoever comes next is told that there is none.
    for (let n = 0; n < 8; n++) void fetch(`${server.url}/logs?limit=1`).catch(() => {});
    const other = await browser.newPage();
    const answer = await other.goto('/dashboard/services/shop', { timeout: 60_000 });
    expect(answer?.status()).toBe(503);
    await other.getByText('Apiscope cannot reach its data').waitFor();
    await browser.picture(other, 'service-outage');
    process.kill(database, 'SIGKILL');
    await page.getByTestId('health-banner').waitFor({ state: 'detached', timeout: 90_000 });
    await other.getByTestId('kpi').first().waitFor({ timeout: 60_000 });
  });
});
