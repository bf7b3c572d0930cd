import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { type SentSpan, sendLine, sendSpans } from './testing/send-spans.ts';

const url = inject('url');
const hex = (bytes: number) => randomBytes(bytes).toString('hex');
const shop = hex(16);
const huge = hex(16);
const began = Date.now() - 120_000;
const hugeCount = 5_000;

/** A shop asks its stock, whose clock is 40 ms behind; the stock asks a store; another span says nothing of where it comes from. */
async function sendShop() {
  const [root, call, reserve] = [hex(8), hex(8), hex(8)];
  const http = (path: string, status: number) => ({
    'http.request.method': 'POST',
    'http.route': path,
    'url.path': path,
    'http.response.status_code': status,
  });
  await sendSpans(url, { service: 'shopfront', traceId: shop, began }, [
    {
      id: root,
      name: 'POST /checkout',
      kind: 2,
      at: 0,
      took: 200,
      attributes: http('/checkout', 500),
      failed: 'no stock',
    },
    {
      id: call,
      parent: root,
      name: 'call stock',
      kind: 3,
      at: 20,
      took: 100,
      attributes: { note: 'password=canary' },
    },
    { id: hex(8), parent: root, name: 'render', at: 150, took: 40 },
  ]);
  await sendSpans(url, { service: 'stock', traceId: shop, began }, [
    {
      id: reserve,
      parent: call,
      name: 'POST /reserve',
      kind: 2,
      at: -10,
      took: 60,
      attributes: http('/reserve', 409),
    },
    { id: hex(8), parent: reserve, name: 'SELECT stock', kind: 3, at: 0, took: 30, failed: 'deadlock' },
  ]);
  await sendSpans(url, { service: 'mailer', traceId: shop, began }, [
    { id: hex(8), parent: hex(8), name: 'send mail', at: 160, took: 20 },
  ]);
  await sendLine(url, {
    service: 'shopfront',
    traceId: shop,
    at: began + 190,
    text: 'checkout failed: no stock',
  });
}

/** A tree five levels deep. */
async function sendHuge() {
  const ids = Array.from({ length: hugeCount }, () => hex(8));
  const spans = ids.map((id, n): SentSpan => {
    const parent = n === 0 ? undefined : ids[Math.floor((n - 1) / 6)]!;
    const attributes = {
      'db.system': 'postgresql',
      'db.query.text': `SELECT * FROM orders WHERE id = ${n}`,
      n,
    };
    return {
      id,
      name: `step ${n}`,
      at: n / 10,
      took: n === 0 ? 1_000 : 5,
      attributes,
      ...(parent && { parent }),
    };
  });
  for (let at = 0; at < spans.length; at += 1_000)
    await sendSpans(url, { service: 'batch', traceId: huge, began }, spans.slice(at, at + 1_000));
}

/** The last row: below the last child of the root, its last child, and so on. */
function lastOfHuge(): string {
  let last = 0;
  while (6 * last + 1 < hugeCount) last = Math.min(6 * last + 6, hugeCount - 1);
  return `step ${last}`;
}

let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser(url);
  page = await browser.newPage();
  await sendShop();
  await sendHuge();
});
afterEach(() => expect(browser.problems).toEqual([]));
afterAll(() => browser.close());

const rowOf = (on: Page, name: string) => on.locator('[data-span]', { hasText: name });
const drawer = (on: Page) => on.getByTestId('drawer');
/** Where a span's bar begins, pixels from the left of all bars. */
const startOf = async (on: Page, name: string) => {
  const bar = rowOf(on, name).locator('[data-bar]');
  return bar.evaluate(
    (node) => node.getBoundingClientRect().left - node.parentElement!.getBoundingClientRect().left,
  );
};
const noOverflow = (on: Page) =>
  on.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('the list of traces', () => {
  it('leads to a trace, keeping range and service, and back', async () => {
    await page.goto('/dashboard/traces?range=24h&service=shopfront');
    const link = page.getByRole('link', { name: /ago|:/ }).and(page.locator('[data-row-link]'));
    await link.first().waitFor();
    expect(await page.locator('[data-row]').count()).toBe(1);
    await browser.picture(page, 'traces-list');
    await link.first().click();
    await page.waitForURL(`**/dashboard/traces/${shop}?range=24h&service=shopfront`);
    await page.getByRole('main').getByRole('link', { name: 'Traces' }).click();
    await page.waitForURL('**/dashboard/traces?range=24h&service=shopfront');
  });

  it('leads from the address that a trace had before', async () => {
    await page.goto(`/dashboard/traces?range=30d&trace=${shop}`);
    expect(new URL(page.url()).pathname).toBe(`/dashboard/traces/${shop}`);
    await rowOf(page, 'POST /checkout').waitFor();
  });
});

describe('the page of a trace', () => {
  it('shows its spans as a tree over time, marks what failed and what has no parent', async () => {
    await page.goto(`/dashboard/traces/${shop}`);
    await rowOf(page, 'POST /checkout').waitFor();
    expect(await page.locator('[data-row-link]').allTextContents()).toEqual([
      'POST /checkout shopfront',
      'call stock shopfront',
      'POST /reserve stock',
      'SELECT stock stock',
      'render shopfront',
      'send mail mailer',
    ]);
    expect(await rowOf(page, 'SELECT stock').getByLabel('failed').count()).toBe(1);
    expect(await rowOf(page, 'call stock').getByLabel('failed').count()).toBe(0);
    expect(await rowOf(page, 'send mail').getByLabel('missing parent').count()).toBe(1);
    await page.getByText('One span names a parent that is not here').waitFor();
    expect(await page.title()).toBe('POST /checkout · Apiscope');
    await browser.picture(page, 'trace-light');
    await page.getByRole('button', { name: 'Spans below call stock' }).click();
    expect(await page.locator('[data-span]').count()).toBe(4);
    await page.getByRole('button', { name: 'Spans below call stock' }).click();
  });

  it('moves the spans of a clock that is behind into their caller, says so, and shows them as recorded', async () => {
    const adjusted = await startOf(page, 'POST /reserve');
    expect(adjusted).toBeGreaterThan(await startOf(page, 'call stock'));
    expect(await page.getByTestId('skew').textContent()).toBe(
      'The clocks of services differ. 2 spans are moved to lie within the span that called them: stock by +50 ms.',
    );
    expect(await rowOf(page, 'POST /reserve').getByLabel('moved by +50 ms').count()).toBe(1);
    await page.getByRole('link', { name: 'Show times as recorded' }).click();
    await page.waitForURL(/times=recorded/);
    expect(await startOf(page, 'POST /reserve')).toBeLessThan(await startOf(page, 'call stock'));
    expect(await page.locator('[aria-label^="moved by"]').count()).toBe(0);
    await browser.picture(page, 'trace-recorded');
    await page.getByRole('link', { name: 'Adjust times' }).click();
    await page.waitForURL((address) => !address.search.includes('times'));
    expect(await startOf(page, 'POST /reserve')).toBeCloseTo(adjusted, 1);
  });

  it('opens a span by mouse, keyboard and address', async () => {
    // The link of the row lies over its bar.
    await rowOf(page, 'call stock').locator('[data-bar]').click({ force: true });
    await page.waitForURL(/span=[0-9a-f]{16}$/);
    await drawer(page).getByText('[redacted]').waitFor();
    await drawer(page).getByText('20 ms', { exact: true }).waitFor();
    await page.keyboard.press('j');
    await drawer(page).getByText('moved by +50 ms').waitFor();
    await browser.picture(page, 'trace-span');
    await page.reload();
    await drawer(page).getByText('moved by +50 ms').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((address) => !address.search.includes('span'));
    await page.getByRole('link', { name: 'first failed span' }).click();
    await drawer(page).getByText('no stock').first().waitFor();
    await page.keyboard.press('Escape');
  });

  it('leads to the logs and snapshots of the trace, and these lead to it', async () => {
    await page.goto(`/dashboard/traces/${shop}`);
    await page.getByRole('link', { name: 'among the logs' }).click();
    await page.waitForURL(/dashboard\/logs\?range=30d&traceId__eq=/);
    await page.locator('[data-row-link]').first().click();
    await drawer(page).getByRole('link', { name: 'its spans' }).click();
    await page.waitForURL(`**/dashboard/traces/${shop}`);
    await page.getByRole('link', { name: 'POST /checkout', exact: true }).last().click();
    await page.waitForURL(/dashboard\/replay\?range=30d&snapshot=\d+/);
    await drawer(page).getByRole('link', { name: shop }).click();
    await page.waitForURL(`**/dashboard/traces/${shop}`);
    await rowOf(page, 'POST /checkout').waitFor();
  });

  it('stands in the dark and on a narrow screen', async () => {
    const dark = await browser.newPage({ colorScheme: 'dark' });
    await dark.goto(`/dashboard/traces/${shop}`);
    await rowOf(dark, 'POST /checkout').waitFor();
    await browser.picture(dark, 'trace-dark');
    const narrow = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await narrow.goto(`/dashboard/traces/${shop}`);
    await rowOf(narrow, 'POST /checkout').waitFor();
    expect(await noOverflow(narrow)).toBe(0);
    await browser.picture(narrow, 'trace-narrow');
    await rowOf(narrow, 'call stock').scrollIntoViewIfNeeded();
    await narrow.screenshot({ path: 'e2e/screenshots/trace-narrow-spans.png' });
    await rowOf(narrow, 'call stock').locator('[data-row-link]').click();
    await drawer(narrow).getByText('[redacted]').waitFor();
    await browser.picture(narrow, 'trace-narrow-span');
    await Promise.all([dark.context().close(), narrow.context().close()]);
  });

  it('says that a trace is not here, with the ways to what may be', async () => {
    for (const id of [hex(16), 'nonsense']) {
      const answer = await page.goto(`/dashboard/traces/${id}`);
      expect(answer?.status()).toBe(404);
      await page.getByText('This trace is not here').waitFor();
      expect(await page.getByRole('link', { name: 'Logs with this id' }).getAttribute('href')).toBe(
        `/dashboard/logs?range=30d&traceId__eq=${id}`,
      );
    }
    await browser.picture(page, 'trace-missing');
    expect(browser.problems.splice(0).every((problem) => problem.includes('404'))).toBe(true);
  });

  it('says that its data cannot be reached, and shows it when they can again', async () => {
    await page.goto('/dashboard/traces?range=24h');
    await page.locator('[data-row-link]').first().waitFor();
    const away = '**/dashboard/traces/*.data*';
    await page.route(away, (route) => route.abort());
    await page.locator('[data-row]', { hasText: 'POST /checkout' }).locator('[data-row-link]').click();
    await page.getByTestId('error-panel').waitFor();
    await browser.picture(page, 'trace-error');
    await page.unroute(away);
    await page.getByRole('button', { name: 'Try again' }).click();
    await rowOf(page, 'POST /checkout').waitFor();
    browser.problems.length = 0;
  });
});

it(`keeps ${hugeCount} spans usable: few rows in the document, and frames in time while it scrolls`, async () => {
  const from = performance.now();
  await page.goto(`/dashboard/traces/${huge}`, { waitUntil: 'commit' });
  await rowOf(page, 'step 0').first().waitFor();
  const seen = performance.now() - from;
  // Scripts run when a branch can be closed.
  await page.waitForFunction(() => document.readyState === 'complete');
  const button = page.getByRole('button', { name: 'Spans below step 0', exact: true });
  await expect
    .poll(async () => {
      await button.click();
      return page.locator('[data-span]').count();
    })
    .toBe(1);
  const usable = performance.now() - from;
  await button.click();
  await page.locator('[data-span]').nth(5).waitFor();
  const scrolled = await page.getByTestId('waterfall').evaluate(async (box) => {
    const frames: number[] = [];
    let most = 0;
    let last = performance.now();
    while (box.scrollTop + box.clientHeight < box.scrollHeight - 1) {
      box.scrollTop += 1_400;
      await new Promise(requestAnimationFrame);
      most = Math.max(most, document.querySelectorAll('[data-span]').length);
      frames.push(performance.now() - last);
      last = performance.now();
    }
    frames.sort((a, b) => a - b);
    return {
      frames: frames.length,
      median: frames[frames.length >> 1]!,
      p95: frames[Math.floor(frames.length * 0.95)]!,
      most,
    };
  });
  expect(scrolled.most).toBeLessThan(120);
  expect(scrolled.frames).toBeGreaterThan(50);
  await rowOf(page, lastOfHuge()).waitFor();
  await browser.picture(page, 'trace-huge');
  const click = performance.now();
  await rowOf(page, lastOfHuge()).locator('[data-row-link]').click();
  await drawer(page)
    .getByText(`WHERE id = ${lastOfHuge().slice(5)}`)
    .waitFor();
  const opened = performance.now() - click;
  const { frames, median, p95, most } = scrolled;
  process.stdout.write(
    `${hugeCount} spans: first rows after ${seen.toFixed(0)} ms, usable after ${usable.toFixed(0)} ms, a span opens in ${opened.toFixed(0)} ms; ` +
      `${frames} frames of scrolling, median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, at most ${most} rows in the document\n`,
  );
  // An address that names a span far down brings it in sight.
  await page.reload();
  await rowOf(page, lastOfHuge()).waitFor();
  expect(median).toBeLessThan(250);
});
