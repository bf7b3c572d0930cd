import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childOf } from './testing/child-of.ts';
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
  browser = await openBrowser(server.url);
  page = await browser.newPage();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const drawer = () => page.getByTestId('drawer');
const links = () => page.locator('tbody [data-row-link]');

/** 60 consumers of `shop`, of which acme calls most and is known to `billing` too, where its requests are sampled. */
async function send() {
  const { url } = server;
  await sendRequests(
    url,
    { service: 'shop' },
    makeRequests(240, (n) => ({
      path: n % 2 === 0 ? '/orders' : '/cart',
      consumer: n < 120 ? 'acme' : `tenant-${n % 59}`,
      ...(n < 120 && { consumerName: 'Acme Corporation' }),
    })),
  );
  await sendRequests(
    url,
    { service: 'billing' },
    makeRequests(10, () => ({ path: '/invoices', consumer: 'acme', weight: 3 })),
  );
  await untilCounted(url, 'shop', 240);
  await untilCounted(url, 'billing', 30);
}

describe('the list of consumers', () => {
  it('says what a consumer is while there is none', async () => {
    await page.goto('/dashboard/consumers');
    await page.getByText('No consumer to show').waitFor();
    await browser.picture(page, 'consumers-empty');
  });
});

describe('consumers that call', () => {
  beforeAll(send);

  it('pages, sorts and filters, and marks what is estimated', async () => {
    await page.goto('/dashboard/consumers');
    await page.getByText('1–50 of 61 consumers').waitFor();
    expect(await links().first().textContent()).toBe('Acme Corporation acme');
    const marked = await readRows(page.locator('tbody tr').filter({ hasText: '~' }));
    expect(marked.map((cells) => cells.slice(0, 3))).toEqual([['acme', 'billing', '~about 30']]);
    await page.getByTestId('approximate-note').waitFor();
    await page.goto('/dashboard/consumers?page=2');
    await page.getByText('51–61 of 61 consumers').waitFor();
    await page.waitForTimeout(500);
    await page.getByRole('columnheader', { name: 'Consumer' }).getByRole('link').click();
    await page.waitForURL(/order_by=id&order=desc$/);
    await page.getByText('1–50 of 61 consumers').waitFor();
    expect(await links().first().textContent()).toBe('tenant-9');
    await page.goto('/dashboard/consumers?service=shop&id__like=cme');
    await page.getByText('1–1 of 1 consumers').waitFor();
    await page.goto('/dashboard/consumers?trafficCount__gte=many');
    await page
      .getByTestId('filter-chip')
      .getByText(/number/)
      .waitFor();
    expect(browser.problems).toEqual([]);
  });
});

describe('the drawer of a consumer', () => {
  it('opens by keyboard, steps through the rows and closes', async () => {
    await page.goto('/dashboard/consumers');
    await links().first().waitFor();
    await page.waitForTimeout(800);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/consumer=acme&consumerOf=shop$/);
    await drawer().getByText('Endpoints it called').waitFor();
    await page.keyboard.press('j');
    await page.waitForURL(/consumer=acme&consumerOf=billing$/);
    await drawer().getByText('/invoices').waitFor();
    expect((await readRows(page.locator('tr[data-open]')))[0]?.slice(0, 2)).toEqual(['acme', 'billing']);
    await page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    await page.waitForURL(/\/dashboard\/consumers$/);
  });

  it('is there without scripts, by a deep link', async () => {
    const path = '/dashboard/consumers?service=shop&consumer=acme';
    const html = await (await fetch(server.url + path)).text();
    expect(html).toContain('data-testid="drawer"');
    expect(html).toContain('Endpoints it called');
    await page.goto(path);
    const numbers = await drawer().locator('dl').last().locator('div').allTextContents();
    expect(numbers.slice(0, 4)).toEqual(['Requests120', 'Errors10.0%', '4xx6', '5xx6']);
    const rows = await readRows(drawer().getByTestId('endpoint-rows').locator('tbody tr'));
    expect(rows.map((cells) => cells.slice(0, 3))).toEqual([
      ['GET /cart', '60', '20.0%'],
      ['GET /orders', '60', '0%'],
    ]);
    expect(await drawer().textContent()).not.toContain('~');
    for (const seen of ['First seen', 'Last seen']) await drawer().getByText(seen).waitFor();
  });

  it('leads to its service, its captured requests and the metrics of an endpoint', async () => {
    const path = '/dashboard/consumers?service=shop&consumer=acme';
    await page.goto(path);
    await drawer().getByRole('link', { name: 'Captured requests' }).click();
    await page.waitForURL(/\/dashboard\/replay\?service=shop&consumer__eq=acme/);
    await page.getByText('of 120').waitFor();
    await page.goto(path);
    await drawer().getByRole('link', { name: 'shop', exact: true }).click();
    await page.waitForURL('**/dashboard/services/shop');
    await page.getByTestId('top-consumers').getByRole('link', { name: /Acme/ }).click();
    await page.waitForURL(/consumers\?service=shop&consumer=acme$/);
    await drawer().getByRole('link', { name: 'GET /cart' }).click();
    await page.waitForURL(/\/dashboard\/metrics\?service=shop&endpoint=GET\+%2Fcart/);
    expect(browser.problems).toEqual([]);
  });

  it('marks estimates', async () => {
    await page.goto('/dashboard/consumers?consumer=acme&consumerOf=billing');
    expect(await drawer().locator('dl').last().textContent()).toContain('~about 30');
    expect(await drawer().getByTestId('approximate-note').textContent()).toContain('requests were sampled');
  });

  it('says whom it does not know, and of which service it cannot tell', async () => {
    await page.goto('/dashboard/consumers?consumer=nobody');
    await drawer().getByText('there is no such consumer').waitFor();
    await browser.picture(page, 'consumer-unknown');
    await page.goto('/dashboard/consumers?consumer=acme');
    await drawer()
      .getByText(/calls (shop, billing|billing, shop): name one/)
      .waitFor();
    await page.goto(
      '/dashboard/consumers?consumer=acme&service=shop&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z',
    );
    await drawer().getByText('It called none in this range').waitFor();
    expect(browser.problems).toEqual([]);
  });

  it('is whole in every look', async () => {
    await looksRight(browser, '/dashboard/consumers', { name: 'consumers', shows: 'Acme Corporation' });
    await looksRight(browser, '/dashboard/consumers?consumer=acme&consumerOf=billing', {
      name: 'consumer',
      shows: '/invoices',
    });
    expect(browser.problems).toEqual([]);
  });

  it('keeps what it shows while the database is away', async () => {
    await page.goto('/dashboard/consumers?service=shop&consumer=acme');
    await page.waitForTimeout(1_500);
    process.kill(childOf(server, 'embedded/server'), 'SIGSTOP');
    const banner = page.getByTestId('health-banner');
    await banner.getByText(/unreachable|does not answer/).waitFor({ timeout: 20_000 });
    await browser.picture(page, 'consumer-outage');
    expect(await drawer().textContent()).toContain('120');
    process.kill(childOf(server, 'embedded/server'), 'SIGKILL');
    await banner.waitFor({ state: 'detached', timeout: 90_000 });
    await drawer().getByText('Endpoints it called').waitFor();
  });
});
