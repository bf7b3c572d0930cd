import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { imported } from './testing/import-data.ts';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';

const url = inject('url');
const may2017 = 'from=2017-05-16T10:00:00Z&to=2017-05-16T11:00:00Z';
const pages = [
  {
    name: 'dashboard',
    path: `/dashboard?${may2017}`,
    shows: imported.accessRequests.toLocaleString('en-US'),
  },
  { name: 'dashboard-now', path: '/dashboard', shows: 'Recent logs' },
  { name: 'logs', path: '/dashboard/logs?service=shop', shows: 'order 2' },
  { name: 'patterns', path: '/dashboard/patterns?service=shop', shows: 'was placed' },
  { name: 'metrics', path: `/dashboard/metrics?${may2017}`, shows: '/products' },
  {
    name: 'endpoint',
    path: `/dashboard/metrics?${may2017}&service=web&endpoint=${encodeURIComponent('GET /cart')}`,
    shows: 'Windows',
  },
  { name: 'replay', path: `/dashboard/replay?${may2017}`, shows: '/products' },
  { name: 'targets', path: '/dashboard/targets', shows: 'No target yet' },
  { name: 'worker', path: '/dashboard/worker', shows: 'process_raw_metrics' },
  { name: 'retention', path: '/dashboard/retention', shows: 'Minute windows' },
  { name: 'redaction', path: '/dashboard/redaction', shows: 'Scrub history' },
];
const looks = [
  { name: 'light', options: { colorScheme: 'light' as const } },
  { name: 'dark', options: { colorScheme: 'dark' as const } },
  { name: 'narrow', options: { colorScheme: 'light' as const, viewport: { width: 390, height: 844 } } },
];

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser(url);
});
afterAll(() => browser.close());

describe.each(pages)('$name', ({ name, path, shows }) => {
  it('has its data without scripts', async () => {
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(shows);
  });

  it('is whole in every look', async () => {
    // At once: most of the time is waiting for charts to come to rest.
    await Promise.all(
      looks.map(async ({ name: look, options }) => {
        const page = await browser.newPage(options);
        await page.goto(path);
        await page.getByText(shows).first().waitFor();
        await page.waitForTimeout(1_500);
        await browser.picture(page, `${name}-${look}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect([look, Math.max(0, overflow)]).toEqual([look, 0]);
        await page.context().close();
      }),
    );
    expect(browser.problems).toEqual([]);
  });
});

describe('what a page offers', () => {
  it('leads from an empty range to where the data is, in one click', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard?service=web');
    await page.getByTestId('elsewhere').waitFor();
    await page.getByRole('link', { name: 'Show that range' }).click();
    await page
      .getByTestId('kpi')
      .getByText(imported.accessRequests.toLocaleString('en-US'), { exact: true })
      .waitFor();
    expect(page.url()).toContain('from=2017-05-16');
    const errorRate = page.getByTestId('kpi').first();
    expect(await errorRate.textContent()).toContain('10.0%');
    await page.context().close();
  });

  it('keeps the screen through reload, back and a shared link', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/logs?service=shop&level__gte=warn&search=declined');
    await page.locator('[data-row-link]').first().click();
    const drawer = page.getByTestId('drawer');
    await drawer.getByText('declined').first().waitFor();
    await drawer.getByText('[redacted]').first().waitFor();
    await page.waitForURL(/log=\d+/);
    const shared = page.url();
    const title = await drawer.getAttribute('aria-label');

    await page.reload();
    expect(await drawer.getAttribute('aria-label')).toBe(title);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await page.waitForURL((address) => !address.searchParams.has('log'));
    await page.goBack();
    expect(await drawer.getAttribute('aria-label')).toBe(title);

    const other = await browser.newPage();
    await other.goto(shared);
    expect(await other.getByTestId('drawer').getAttribute('aria-label')).toBe(title);
    expect(await other.getByRole('button', { name: /Warnings and above/ }).isVisible()).toBe(true);
    expect(browser.problems).toEqual([]);
    await page.context().close();
    await other.context().close();
  });

  it('shows the reason at the filter that the API refuses', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/logs?id__gte=abc&message__ilike=order');
    const chips = page.getByTestId('filter-chip');
    await chips.first().waitFor();
    expect(await chips.nth(0).textContent()).toMatch(/abc[\s\S]*number|integer/);
    expect(await chips.nth(1).textContent()).not.toMatch(/expected/);
    await page.context().close();
  });

  it('remembers theme and zone, and paints them on the server', async () => {
    const page = await browser.newPage({ colorScheme: 'light' });
    await page.goto('/dashboard');
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.locator('html.dark').waitFor({ state: 'attached' });
    await page.getByText('Europe/Berlin').first().waitFor();
    const paint = async () => (await page.request.get('/dashboard')).text();
    // The cookie of the zone may be there before that of the theme.
    await expect.poll(async () => /<html[^>]*>/.exec(await paint())?.[0]).toContain('lang="en" class="dark"');
    const html = await paint();
    expect(html).toContain('Times are in Europe/Berlin');
    await page.context().close();
  });

  it('can be driven from the keyboard', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/metrics?from=2017-05-16T10:00:00Z&to=2017-05-16T11:00:00Z');
    await page.locator('[data-row-link]').first().waitFor();
    await page.waitForTimeout(500);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/endpoint=/);
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.waitForURL(/\/dashboard\/logs\?from=/);
    await page.getByRole('heading', { name: 'Logs', level: 1 }).waitFor();
    await page.keyboard.press('/');
    expect(await page.getByRole('searchbox').evaluate((field) => field === document.activeElement)).toBe(
      true,
    );
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('answers an address that no page has', async () => {
    const response = await fetch(`${url}/dashboard/nothing`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('No page has this address.');
  });
});
