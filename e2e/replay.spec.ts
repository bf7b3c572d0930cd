import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openStub, type Stub } from '../packages/replay/src/testing/open-stub.ts';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';

const url = inject('url');
const order = { id: 7, total: 12.5, note: null, at: 1, items: [{ id: 1 }, { id: 2 }], old: true };
/** The same order some time later: a value, a type, a move, one more and one less. */
const later = { id: 7, total: 13, note: 'x', at: 2, items: [{ id: 2 }, { id: 1 }], extra: {} };

let browser: TestBrowser;
let stub: Stub;
const answerWith = (status: number, body: unknown) => {
  stub.answer = () => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
};
let folder: string;
const targets: number[] = [];
beforeAll(async () => {
  browser = await openBrowser(url);
  stub = await openStub({ fresh: 'Bearer fresh' });
  folder = await mkdtemp(join(tmpdir(), 'apiscope-e2e-har-'));
  await addTarget('e2e-orders', { baseUrl: stub.origin, allowedCidrs: ['127.0.0.0/8'] });
  await addTarget('e2e-inside', { baseUrl: stub.origin });
  const closed = await openStub();
  await closed.close();
  await addTarget('e2e-down', { baseUrl: closed.origin, allowedCidrs: ['127.0.0.0/8'] });
});
afterAll(async () => {
  await browser.close();
  // The page of targets is looked at without any by another spec.
  for (const id of targets) await fetch(`${url}/targets/${id}`, { method: 'DELETE' });
  await rm(folder, { recursive: true });
  await stub.close();
});

async function addTarget(service: string, target: object): Promise<void> {
  const answer = await fetch(`${url}/targets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ service, name: 'local', ...target }),
  });
  expect(answer.status).toBe(201);
  targets.push((await answer.json()).data.id);
}

/** A HAR file of a GET and a POST to a service, five minutes ago. */
async function harFile(name: string): Promise<string> {
  const entry = (method: string, changes: object) => ({
    startedDateTime: new Date(Date.now() - 300_000).toISOString(),
    time: 20,
    request: {
      method,
      url: 'https://orders.example/orders/7?tag=a&tag=b',
      headers: [
        { name: 'accept', value: 'application/json' },
        { name: 'authorization', value: 'Bearer canary-e2e' },
      ],
      ...changes,
    },
    response: {
      status: 200,
      headers: [{ name: 'content-type', value: 'application/json' }],
      content: { mimeType: 'application/json', text: JSON.stringify(order) },
    },
  });
  const postData = { mimeType: 'application/json', text: '{"n": 1.0}' };
  const entries = [entry('GET', {}), entry('POST', { postData })];
  const path = join(folder, name);
  await writeFile(path, JSON.stringify({ log: { version: '1.2', entries } }));
  return path;
}

async function importHar(page: Page, service: string): Promise<void> {
  await page.goto('/dashboard/replay?range=1h');
  await untilHydrated(page);
  await page.getByRole('button', { name: 'Import HAR' }).click();
  await page.getByLabel('File', { exact: true }).setInputFiles(await harFile(`${service}.har`));
  await page.getByLabel('Service (optional)').fill(service);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('2 requests are stored.').waitFor();
}

const untilHydrated = (page: Page) => page.waitForTimeout(800);
const drawer = (page: Page) => page.getByTestId('drawer');

async function openRequest(page: Page, service: string, method: string, tab = ''): Promise<void> {
  await page.goto(`/dashboard/replay?range=1h&service=${service}&method__eq=${method}`);
  await untilHydrated(page);
  await page.locator('[data-row] [data-row-link]').first().click();
  await drawer(page).getByText('Overview').waitFor();
  if (tab) await drawer(page).getByRole('link', { name: tab, exact: true }).click();
}

async function sendAgain(page: Page): Promise<void> {
  const button = drawer(page).getByRole('button', { name: 'Replay', exact: true });
  await expect.poll(() => button.isEnabled()).toBe(true);
  await button.click();
  await page.waitForURL(/run=\d+/);
  await page.getByTestId('run').waitFor();
}

describe('replay', () => {
  it('imports a HAR file, and says what is wrong with a broken one', async () => {
    const page = await browser.newPage();
    await importHar(page, 'e2e-orders');
    await browser.picture(page, 'replay-import-done');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('imported before').waitFor();
    const broken = join(folder, 'broken.har');
    await writeFile(
      broken,
      '{"log":{"entries":[{"startedDateTime":"2026-01-31T09:00:00Z","request":{"method":"GET"}}]}}',
    );
    await page.getByLabel('File', { exact: true }).setInputFiles(broken);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('log.entries.0.request.url').waitFor();
    await browser.picture(page, 'replay-import-broken');
    // The browser itself reports the 400 that the dialog explains.
    browser.problems.length = 0;
    await page.context().close();
  });

  it('pins a request, finds it as such, and copies it as a curl command without its secret', async () => {
    const page = await browser.newPage({ permissions: ['clipboard-read', 'clipboard-write'] });
    await openRequest(page, 'e2e-orders', 'GET');
    await drawer(page).getByRole('button', { name: 'Pin', exact: true }).click();
    await drawer(page).getByRole('button', { name: 'Unpin' }).waitFor();
    await drawer(page).getByRole('button', { name: 'Copy as cURL' }).click();
    await drawer(page).getByText('Copied').waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    expect(command).toContain(`curl 'http://orders.example/orders/7?tag=a&tag=b'`);
    expect(command).toContain(`--header 'authorization: '"$AUTHORIZATION"`);
    expect(command).not.toContain('canary');
    await browser.picture(page, 'replay-captured');
    await page.goto('/dashboard/replay?range=1h&service=e2e-orders');
    await untilHydrated(page);
    expect(await page.locator('[data-row]').count()).toBe(2);
    await page.getByRole('button', { name: 'Pinned', exact: true }).click();
    await page.waitForURL(/pinned__eq=true/);
    await expect.poll(() => page.locator('[data-row]').count()).toBe(1);
    await page.getByRole('button', { name: /^Unpin request/ }).click();
    await page.getByText('No request passes these filters').waitFor();
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('sends a request again, shows what differs, and folds what is to be ignored', async () => {
    const page = await browser.newPage();
    answerWith(200, order);
    await openRequest(page, 'e2e-orders', 'GET', 'Replay');
    const secret = drawer(page).getByLabel('Value of header authorization');
    expect(await secret.getAttribute('placeholder')).toBe('needs a value');
    await secret.fill('Bearer fresh');
    await drawer(page).getByText(`${stub.origin}/orders/7?tag=a&tag=b`).waitFor();
    await browser.picture(page, 'replay-form-light');
    await sendAgain(page);
    expect(stub.received.at(-1)).toMatchObject({ method: 'GET', url: '/orders/7?tag=a&tag=b' });
    expect(stub.received.at(-1)!.headers.authorization).toBe('Bearer fresh');
    await drawer(page).getByText('Both answers say the same.').waitFor();

    answerWith(201, later);
    await drawer(page).getByRole('link', { name: 'Edit and replay' }).click();
    await sendAgain(page);
    expect(stub.received.at(-1)!.headers.authorization).toBeUndefined();
    const diff = page.getByTestId('diff');
    const kindOf = (path: string) => diff.locator(`[data-path="${path}"]`).getAttribute('data-kind');
    expect(await kindOf('status')).toBe('changed');
    expect(await kindOf('body.total')).toBe('changed');
    expect(await kindOf('body.note')).toBe('type');
    expect(await kindOf('body.extra')).toBe('added');
    expect(await kindOf('body.old')).toBe('removed');
    expect(await diff.locator('[data-kind="moved"]').count()).toBeGreaterThan(0);
    await browser.picture(page, 'replay-diff-light');

    const before = await diff.getByTestId('diff-count').textContent();
    await diff.getByRole('link', { name: 'Ignore body.at' }).click();
    await page.waitForURL(/ignore=body\.at/);
    await expect
      .poll(() => diff.getByTestId('diff-count').textContent())
      .toBe(`${Number(before) - 1}, 1 ignored`);

    const shown = page.url();
    const text = () => page.getByTestId('run').textContent();
    const seen = await text();
    await page.reload();
    await page.getByTestId('run').waitFor();
    expect(await text()).toBe(seen);
    const html = await (await page.request.get(shown)).text();
    expect(html).toContain('data-kind="type"');

    await untilHydrated(page);
    await drawer(page).getByRole('button', { name: 'Run again' }).click();
    await expect.poll(() => page.url()).not.toBe(shown);
    await expect.poll(() => diff.getByTestId('diff-count').textContent()).toMatch(/1 ignored/);
    await page.goBack();
    await expect.poll(() => page.url()).toBe(shown);
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('compares any two replays of a request', async () => {
    const page = await browser.newPage({ colorScheme: 'dark' });
    await openRequest(page, 'e2e-orders', 'GET');
    await drawer(page)
      .getByRole('link', { name: /^Replays \(\d+\)/ })
      .click();
    const runs = page.getByTestId('runs').getByRole('link');
    await runs.first().waitFor();
    const oldest = (await runs.last().getAttribute('href'))!.match(/run=(\d+)/)![1];
    await runs.first().click();
    await page.getByTestId('run').waitFor();
    await page.getByRole('button', { name: /^Compared with/ }).click();
    await page.getByRole('menuitemradio', { name: `replay #${oldest}` }).click();
    await page.waitForURL(new RegExp(`compare=${oldest}`));
    await page.getByTestId('diff').getByText(`Replay #${oldest}`).waitFor();
    await browser.picture(page, 'replay-compare-dark');
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('waits for a tick before it sends what changes something', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    answerWith(200, order);
    await openRequest(page, 'e2e-orders', 'POST', 'Replay');
    const tick = drawer(page).getByRole('checkbox', { name: /POST may change something/ });
    await tick.waitFor();
    expect(await drawer(page).getByRole('button', { name: 'Replay', exact: true }).isDisabled()).toBe(true);
    await tick.check();
    await browser.picture(page, 'replay-form-narrow');
    await sendAgain(page);
    expect(stub.received.at(-1)).toMatchObject({ method: 'POST', body: '{"n": 1.0}' });
    expect(stub.received.at(-1)!.headers['idempotency-key']).toMatch(/./);
    await browser.picture(page, 'replay-run-narrow');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('shows a replay that nobody answered, and leads to targets where there is none', async () => {
    const page = await browser.newPage();
    await importHar(page, 'e2e-down');
    await openRequest(page, 'e2e-down', 'GET', 'Replay');
    await sendAgain(page);
    await page.getByText('It was not answered').waitFor();
    await browser.picture(page, 'replay-failed');
    await importHar(page, 'e2e-none');
    await openRequest(page, 'e2e-none', 'GET', 'Replay');
    const link = drawer(page).getByRole('link', { name: 'Add a target' });
    expect(await link.getAttribute('href')).toBe('/dashboard/targets?service=e2e-none');
    expect(await drawer(page).getByRole('button', { name: 'Replay', exact: true }).isDisabled()).toBe(true);
    await browser.picture(page, 'replay-no-target');
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('keeps a replay to an address inside from being sent, and tells why', async () => {
    const page = await browser.newPage();
    await importHar(page, 'e2e-inside');
    const asked = stub.received.length;
    await openRequest(page, 'e2e-inside', 'GET', 'Replay');
    await drawer(page).getByRole('button', { name: 'Replay', exact: true }).click();
    await drawer(page).getByRole('alert').waitFor();
    await browser.picture(page, 'replay-refused-form');
    await drawer(page).getByRole('link', { name: 'Replays (1)' }).click();
    await page.getByTestId('runs').getByRole('link').first().click();
    await page.getByText('It was not sent:').waitFor();
    await browser.picture(page, 'replay-refused');
    expect(stub.received.length).toBe(asked);
    browser.problems.length = 0;
    await page.context().close();
  });
});
