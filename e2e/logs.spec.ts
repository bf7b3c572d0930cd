import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { untilLive } from './testing/until-live.ts';

const url = inject('url');
let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser(url);
});
afterAll(() => browser.close());

const facet = (page: Page, field: string) => page.locator(`[data-facet="${field}"]`);
const check = (page: Page, field: string, value: string) =>
  // As a whole word: other specs leave services like "shopfront".
  facet(page, field)
    .locator('label')
    .filter({ hasText: new RegExp(`${value}(?![a-z])`) })
    .getByRole('checkbox');
/** What will be so in a moment, however busy the machine is. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });
/** Holds back what the browser reads of the lines; what it gives lets all of it through and waits until it has come. */
async function holdLists(page: Page): Promise<() => Promise<void>> {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const held: Request[] = [];
  await page.route(/\/trpc\/[^?]*logs\.list/, async (route) => {
    held.push(route.request());
    await opened;
    await route.continue();
  });
  return async () => {
    expect(held.length).toBeGreaterThan(0);
    open();
    await Promise.all(held.map((request) => request.response()));
  };
}
const bars = (page: Page) => page.getByTestId('bars');
const paramsOf = (page: Page) => new URL(page.url()).searchParams;
const param = (page: Page, name: string) => soon(() => paramsOf(page).get(name));
const rowTexts = (page: Page) => page.locator('[data-row]').allTextContents();
const levelsShown = async (page: Page) => [
  ...new Set((await rowTexts(page)).map((text) => /(trace|debug|info|warn|error|fatal)/.exec(text)?.[0])),
];

/** What a person sees of the page, but for what moves on with the clock. */
async function screenOf(page: Page) {
  await bars(page).waitFor();
  await facet(page, 'level').waitFor();
  return {
    rows: await rowTexts(page),
    facets: await page.getByTestId('facets').textContent(),
    checked: await page.getByTestId('facets').getByRole('checkbox', { checked: true }).count(),
    bars: await bars(page)
      .locator('path')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('d'))),
    chips: await page.getByTestId('filter-chip').allTextContents(),
    drawer: await page.getByTestId('drawer').getAttribute('aria-label'),
    order: await page.getByRole('button', { name: /^Order/ }).textContent(),
  };
}

describe('the facets of the logs', () => {
  it('narrow the lines by one click each, keep what is chosen in sight, and let it go again', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/logs?service=shop&range=6h');
    await facet(page, 'level').waitFor();
    expect(await facet(page, 'level').locator('label').filter({ hasText: 'error' }).textContent()).toContain(
      '2,000',
    );
    await check(page, 'level', 'error').click();
    await param(page, 'level__eq').toBe('error');
    await soon(() => levelsShown(page)).toEqual(['error']);
    await check(page, 'level', 'warn').click();
    await param(page, 'level__in').toBe('error,warn');
    expect(paramsOf(page).get('level__eq')).toBeNull();
    await soon(async () => (await levelsShown(page)).sort()).toEqual(['error', 'warn']);

    await page.getByRole('searchbox').fill('placed');
    await page.keyboard.press('Enter');
    await param(page, 'search').toBe('placed');
    await soon(() =>
      facet(page, 'level').locator('label').filter({ hasText: 'error' }).textContent(),
    ).toContain('0');
    expect(await check(page, 'level', 'error').isChecked()).toBe(true);
    await check(page, 'level', 'error').click();
    await param(page, 'level__eq').toBe('warn');
    await page.goBack();
    await param(page, 'level__in').toBe('error,warn');
    await soon(() => check(page, 'level', 'error').isChecked()).toBe(true);
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('choose services together with the top bar', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/logs?range=6h');
    await check(page, 'service', 'shop').click();
    await param(page, 'service').toBe('shop');
    await page.getByRole('button', { name: 'Service: shop' }).waitFor();
    await check(page, 'patternId', 'card declined').click();
    await param(page, 'patternId__eq').toMatch(/^\d+$/);
    await soon(async () => (await rowTexts(page)).every((text) => text.includes('card declined'))).toBe(true);
    await page.context().close();
  });

  it('let no line in that an earlier question found, however late it comes', async () => {
    const page = await browser.newPage();
    // Of its own, as other specs count what the others have.
    const write = async (level: string, message: string) => {
      const data = { service: 'late', source: 'e2e', level, message };
      expect((await page.request.post('/logs', { data })).status()).toBe(201);
    };
    await write('error', 'card declined');
    const release = await holdLists(page);
    await page.goto('/dashboard/logs?service=late&range=6h');
    await untilLive(page);
    await write('info', 'written while a question was open');
    await page.locator('[data-row]').nth(1).waitFor();
    await check(page, 'level', 'error').click();
    await param(page, 'level__eq').toBe('error');
    await soon(() => levelsShown(page)).toEqual(['error']);
    await release();
    await page.waitForTimeout(500);
    expect(await levelsShown(page)).toEqual(['error']);
    await page.context().close();
  });

  it('never take the lines down when they fail', async () => {
    const page = await browser.newPage();
    const failure = { message: 'broken on purpose', code: -32603, data: { code: 'X', httpStatus: 500 } };
    await page.route('**/trpc/logs.facets**', (route) =>
      route.fulfill({ status: 500, json: { error: failure } }),
    );
    await page.goto('/dashboard/logs?service=shop&range=6h');
    const panel = page.getByTestId('facets');
    await panel.getByText('broken on purpose').waitFor();
    expect(await page.locator('[data-row]').count()).toBeGreaterThan(10);
    await bars(page).waitFor();
    await browser.picture(page, 'logs-facets-failed');
    await page.unroute('**/trpc/logs.facets**');
    await panel.getByRole('button', { name: 'Try again' }).click();
    await facet(page, 'level').waitFor();
    browser.problems.splice(0);
    await page.context().close();
  });

  it('are a sheet over the lines on a narrow screen, and the chart is folded away', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto('/dashboard/logs?service=shop&range=6h');
    await page.locator('[data-row]').first().waitFor();
    await page.getByRole('link', { name: 'Show chart over time' }).click();
    await bars(page).waitFor();
    await page.getByRole('link', { name: 'Show facets' }).click();
    await check(page, 'level', 'warn').click();
    await param(page, 'level__eq').toBe('warn');
    await browser.picture(page, 'logs-facets-narrow');
    await page.keyboard.press('Escape');
    await page.getByTestId('facets').waitFor({ state: 'detached' });
    await param(page, 'facets').toBeNull();
    await soon(() => levelsShown(page)).toEqual(['warn']);
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });
});

describe('the chart of the logs', () => {
  it('counts what the list counts, and sets the range by a drag', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/logs?service=shop&level__eq=error');
    await bars(page).waitFor();
    const { data } = await (
      await page.request.get('/logs/histogram?service__eq=shop&level__eq=error&created_at__gte=2020-01-01')
    ).json();
    expect(data.total).toBe(2_000);
    const box = (await bars(page).boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.7, box.y + 20);
    await page.getByTestId('bar-tooltip').waitFor();
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.99, box.y + 20, { steps: 4 });
    await browser.picture(page, 'logs-chart-drag');
    await page.mouse.up();
    await param(page, 'from').not.toBeNull();
    const [from, to] = ['from', 'to'].map((name) => Date.parse(paramsOf(page).get(name) ?? ''));
    expect(to! - from!).toBeGreaterThan(10 * 60_000);
    expect(to! - from!).toBeLessThan(25 * 60_000);
    await page.locator('[data-row]').first().waitFor();
    const times = await page
      .locator('[data-row] time')
      .evaluateAll((all) => all.map((time) => Date.parse(time.getAttribute('datetime') ?? '')));
    expect(times.every((at) => at >= from! && at < to!)).toBe(true);
    await page.getByRole('link', { name: 'Wider' }).click();
    await soon(() => Date.parse(paramsOf(page).get('from') ?? '')).toBe(from! - (to! - from!));
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('follows what arrives', async () => {
    const page = await browser.newPage();
    const send = (count: number) =>
      page.request.post('/logs', {
        data: Array.from({ length: count }, () => ({
          source: 'e2e',
          level: 'warn',
          message: 'ping',
          service: 'pulse',
        })),
      });
    await send(5);
    await page.goto('/dashboard/logs?service=pulse');
    await untilLive(page);
    const histogram = page.getByTestId('histogram');
    await histogram.getByText(/^5 lines/).waitFor();
    await send(3);
    await histogram.getByText(/^8 lines/).waitFor({ timeout: 15_000 });
    await soon(() =>
      facet(page, 'level').locator('label').filter({ hasText: 'warn' }).textContent(),
    ).toContain('8');
    await page.context().close();
  });

  it('is read out and set from the keyboard', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/logs?from=2016-05-16T10:00:00Z&to=2016-05-16T11:00:00Z');
    await page.getByTestId('histogram').getByText('No lines in this range.').waitFor();
    await page.goto('/dashboard/logs?service=shop&range=6h');
    await bars(page).focus();
    for (const key of ['End', 'ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft'])
      await page.keyboard.press(key);
    expect(await bars(page).getAttribute('aria-valuetext')).toMatch(/^\d{4}-\d\d-\d\d .+: [\d,]+ lines/);
    await page.keyboard.press('Enter');
    await param(page, 'from').not.toBeNull();
    const [from, to] = ['from', 'to'].map((name) => Date.parse(paramsOf(page).get(name) ?? ''));
    expect(to! - from!).toBe(3 * 5 * 60_000);
    await page.context().close();
  });
});

describe('the best matches', () => {
  it('are offered when no line has every term, and say how words were read', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/logs?service=shop&range=6h&search=order+declned');
    await page.getByText('No line has every term').first().waitFor();
    await page.getByRole('link', { name: 'Show best matches' }).click();
    await param(page, 'order_by').toBe('relevance');
    await page.locator('[data-row] mark').first().waitFor();
    const note = page.getByTestId('search-note');
    expect(await note.textContent()).toMatch(/No line has every term, [\d,]+ come near\./);
    expect(await note.textContent()).toMatch(/“declned” read as declin/);
    expect((await rowTexts(page))[0]).toContain('declined');
    expect(await page.locator('[data-row]').first().locator('mark').allTextContents()).toEqual([
      'order',
      'declin',
    ]);
    await page.getByText('Best matches do not follow new lines').waitFor();
    expect(await page.getByTestId('live-state').getAttribute('data-state')).toBe('paused');
    await browser.picture(page, 'logs-best-matches');

    const before = await rowTexts(page);
    await page.reload();
    await soon(() => rowTexts(page)).toEqual(before);
    expect(await page.getByRole('button', { name: /^Order/ }).textContent()).toBe('Best matches');
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('mark what was searched for as it stands, markup and all', async () => {
    const page = await browser.newPage();
    const message = `<b>50%</b> of ${Date.now()}`;
    await page.request.post('/logs', { data: { source: 'e2e', level: 'warn', message, service: 'marks' } });
    await page.goto(`/dashboard/logs?service=marks&search=${encodeURIComponent('<B>50% of')}`);
    await page.locator('[data-row]').first().waitFor();
    expect(await page.locator('[data-row]').first().locator('mark').allTextContents()).toEqual([
      '<b>50%',
      'of',
    ]);
    expect(await page.locator('[data-row] b').count()).toBe(0);
    await page.context().close();
  });

  it('load further in their order', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/logs?service=shop&range=6h&search=order+placed&order_by=relevance');
    await page.getByTestId('search-note').getByText('have every term').waitFor();
    const scroller = page.getByTestId('scroller');
    const last = async () => {
      await scroller.evaluate((box) => box.scrollTo({ top: box.scrollHeight }));
      return (await rowTexts(page)).at(-1);
    };
    const before = await last();
    await page.getByRole('button', { name: 'Load more matches' }).click();
    await soon(() => scroller.locator('table').getAttribute('aria-rowcount')).toBe('401');
    expect(await last()).not.toBe(before);
    await page.context().close();
  });
});

it('the address holds the whole screen', async () => {
  const page = await browser.newPage();
  await page.goto('/dashboard/logs?service=shop&range=6h&search=order');
  await check(page, 'level', 'warn').click();
  await param(page, 'level__eq').toBe('warn');
  await check(page, 'level', 'error').click();
  await param(page, 'level__in').toBe('warn,error');
  const at = await page.locator('[data-row] time').first().getAttribute('datetime');
  const hour = 3_600_000;
  const from = new Date(Date.parse(at ?? '') - hour).toISOString();
  await page.goto(`${page.url()}&from=${from}&to=${at}&order=asc`);
  await page.locator('[data-row-link]').nth(3).click();
  await page.getByTestId('drawer').getByText('Lines of the same pattern').waitFor();
  await page.waitForURL(/log=\d+/);
  const before = await screenOf(page);
  expect(before.checked).toBe(3);

  await page.reload();
  expect(await screenOf(page)).toEqual(before);
  await page.getByRole('link', { name: 'Show all of them' }).click();
  await param(page, 'patternId__eq').not.toBeNull();
  await page.goBack();
  await page.getByTestId('drawer').waitFor();
  await soon(() => screenOf(page)).toEqual(before);

  const other = await browser.newPage();
  await other.goto(page.url());
  expect(await screenOf(other)).toEqual(before);
  expect(browser.problems).toEqual([]);
  await page.context().close();
  await other.context().close();
});
