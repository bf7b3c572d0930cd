import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { openStub, type Stub } from '../packages/replay/src/testing/open-stub.ts';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';

const url = inject('url');
const service = 'replayed';
const requests = 30;
let browser: TestBrowser;
let stub: Stub;
let total = 7;

async function post(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}

beforeAll(async () => {
  browser = await openBrowser(url);
  const json = { 'content-type': 'application/json' };
  stub = await openStub();
  stub.answer = ({ url }) => ({
    headers: json,
    body: JSON.stringify({ path: url, total: url === '/orders/3' ? total : 7 }),
  });
  await post('/targets', { service, name: 'staging', baseUrl: stub.origin, allowedCidrs: ['127.0.0.0/8'] });
  await post('/ingest/requests', {
    batchId: randomUUID(),
    service,
    requests: Array.from({ length: requests }, (_, n) => `/orders/${n}`).map((path) => ({
      timestamp: new Date().toISOString(),
      method: 'GET',
      path,
      statusCode: 200,
      duration: 5,
      headers: { accept: 'application/json', cookie: 'sid=canary-e2e' },
      responseHeaders: json,
      responseBody: JSON.stringify({ path, total: 7 }),
    })),
  });
  // The service is known once its requests are merged.
  const isKnown = async () => (await (await fetch(`${url}/services`)).text()).includes(`"${service}"`);
  await vi.waitUntil(isKnown, { timeout: 30_000, interval: 200 });
});
afterAll(async () => {
  await browser.close();
  await stub.close();
});

describe('the page of replay sets', () => {
  it('makes a set, counts it, runs it, pauses it, and shows which answer changed', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/replay/sets');
    await page.getByText('No replay sets yet').waitFor();
    await browser.picture(page, 'replay-sets-empty');
    await page.getByRole('button', { name: 'New set' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('[name=name]').fill('orders');
    await dialog.locator('[name=service]').selectOption(service);
    await dialog.locator('[name=filter]').fill('nope__eq=1');
    await dialog.getByRole('button', { name: 'What would be sent?' }).click();
    await dialog.getByRole('alert').getByText('filter.nope__eq').waitFor();
    browser.problems.length = 0;
    await dialog.locator('[name=filter]').fill('method__eq=GET');
    await dialog.locator('[name=rateLimit]').fill('10');
    await dialog.getByRole('button', { name: 'What would be sent?' }).click();
    await dialog.getByText('30 would be sent to staging').waitFor();
    await browser.picture(page, 'replay-sets-new');
    await dialog.getByRole('button', { name: 'Make set' }).click();
    await page.waitForURL(/set=\d+/);

    total = 8;
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.waitForURL(/run=\d+/);
    const bar = page.getByRole('progressbar');
    const done = async () => Number(await bar.getAttribute('aria-valuenow'));
    await expect.poll(done, { timeout: 20_000 }).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    const paused = await done();
    expect(paused).toBeLessThan(requests);
    await browser.picture(page, 'replay-sets-paused');
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(done, { timeout: 20_000 }).toBe(requests);
    await page.getByTestId('drawer').getByText('fail', { exact: true }).waitFor();
    await page.getByRole('link', { name: /^different/ }).click();
    await page.waitForURL(/status__eq=different/);
    await page.getByText('body.total').waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'GET /orders/' }).count()).toBe(1);
    await browser.picture(page, 'replay-sets-run');
    expect(browser.problems).toEqual([]);
  });

  it('is legible narrow and dark, and says when what is linked to is gone', async () => {
    const narrow = await browser.newPage({ viewport: { width: 390, height: 800 } });
    await narrow.goto('/dashboard/replay/sets?set=1');
    await narrow.getByRole('heading', { name: 'What would be sent' }).waitFor();
    expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await browser.picture(narrow, 'replay-sets-narrow');
    const dark = await browser.newPage({ colorScheme: 'dark' });
    await dark.goto('/dashboard/replay/sets?run=1');
    await dark.getByRole('progressbar').waitFor();
    await browser.picture(dark, 'replay-sets-dark');
    await dark.goto('/dashboard/replay/sets?run=4711');
    await dark.getByText('There is no run 4711').waitFor();
    expect(browser.problems).toEqual([]);
  });
});
