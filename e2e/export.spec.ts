import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { imported } from './testing/import-data.ts';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';

const url = inject('url');
const may2017 = 'from=2017-05-16T10:00:00Z&to=2017-05-16T11:00:00Z';
const endpoint = encodeURIComponent('GET /cart');

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser(url);
});
afterAll(() => browser.close());

/** Opens the menu, takes one of its files and reads it. */
async function download(page: Page, format: string): Promise<{ name: string; text: string }> {
  await page.locator('summary', { hasText: 'Export' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: new RegExp(`^${format}`) }).click(),
  ]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

describe('an HTTP archive', () => {
  it('is read by the importer of Chromium’s own developer tools', async (context) => {
    const archive = await (await fetch(`${url}/replay/export?format=har&service__eq=web&limit=50`)).text();
    // A browser of its own: its pages load much that is none of ours.
    const toolbox = await openBrowser(url);
    const page = await toolbox.newPage();
    await page.goto('devtools://devtools/bundled/devtools_app.html', { waitUntil: 'commit' });
    const read = await page.evaluate<string[] | null>(`(async () => {
      const tools = await import(new URL('./models/har/har.js', location.href).href).catch(() => null);
      if (tools === null) return null;
      const { log } = new tools.HARFormat.HARRoot(${archive});
      const requests = tools.Importer.Importer.requestsFromHARLog(log);
      return requests.map((request) => request.requestMethod + ' ' + request.statusCode + ' ' + request.url());
    })()`);
    await toolbox.close();
    // The tools go their own ways from version to version.
    context.skip(read === null, 'this Chromium keeps its importer elsewhere');
    const { entries } = JSON.parse(archive).log;
    type Entry = { request: { method: string; url: string }; response: { status: number } };
    const wrote = (entries as Entry[]).map(
      ({ request, response }) => `${request.method} ${response.status} ${request.url}`,
    );
    expect(read!.sort()).toEqual(wrote.sort());
  });
});

describe('the export menu', () => {
  it('takes the filters, range, service and order of the page with it', async () => {
    const page = await browser.newPage();
    await page.goto(`/dashboard/replay?${may2017}&service=web&statusCode__gte=400&order_by=path&order=asc`);
    const csv = await download(page, 'CSV');
    expect(csv.name).toMatch(/^apiscope-snapshots-.*\.csv$/);
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(1 + imported.accessErrors);
    const har = await download(page, 'HAR');
    expect(har.name).toMatch(/\.har$/);
    const { entries } = JSON.parse(har.text).log;
    expect(entries).toHaveLength(imported.accessErrors);
    const urls = entries.map((entry: { request: { url: string } }) => entry.request.url);
    expect(urls).toEqual([...urls].sort());
    expect(await page.locator('details[open]').count()).toBe(0);
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['/dashboard/logs?service=shop&level__gte=warn&search=declined', 'logs', 2_000],
    [`/dashboard/metrics?${may2017}&service=web`, 'endpoints', 5],
    [`/dashboard/metrics?${may2017}&service=web&endpoint=${endpoint}`, 'metrics', 60],
  ])('gives %s as lines of JSON, without scripts too', async (path, what, count) => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(path);
    const { name, text } = await download(page, 'NDJSON');
    expect(name).toMatch(new RegExp(`^apiscope-${what}-.*\\.ndjson$`));
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toHaveLength(count);
    expect(JSON.stringify(rows)).not.toContain('hunter2');
    await page.context().close();
  });

  it.each([
    { name: 'light', path: '/dashboard/worker', options: { colorScheme: 'light' as const } },
    { name: 'dark', path: `/dashboard/replay?${may2017}`, options: { colorScheme: 'dark' as const } },
    {
      name: 'narrow',
      path: '/dashboard/logs?service=shop',
      options: { colorScheme: 'light' as const, viewport: { width: 390, height: 844 } },
    },
  ])('opens inside the screen and closes by Escape or a click elsewhere', async ({ name, path, options }) => {
    const page = await browser.newPage(options);
    await page.goto(path);
    await page.waitForTimeout(1_000);
    const summary = page.locator('summary', { hasText: 'Export' });
    await summary.click();
    await browser.picture(page, `export-${name}`);
    const box = (await page.locator('details[open] ul').boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(page.viewportSize()!.width);
    const open = page.locator('details[open]');
    await page.keyboard.press('Escape');
    expect(await open.count()).toBe(0);
    await summary.click();
    expect(await open.count()).toBe(1);
    await page.getByRole('heading', { level: 1 }).click();
    expect(await open.count()).toBe(0);
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });
});
