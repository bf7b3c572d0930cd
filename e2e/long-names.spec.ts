import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { makeRequests, sendRequests, untilCounted } from './testing/send-requests.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

const long = 'x'.repeat(200);
let server: TestServer;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  server = await startServer();
  const from = { service: long, version: `v${'9'.repeat(60)}`, stage: 'production' };
  await sendRequests(
    server.url,
    from,
    makeRequests(20, () => ({ consumer: 'acme', route: `/${'orders/'.repeat(30)}` })),
  );
  await untilCounted(server.url, long, 20);
  browser = await openBrowser(server.url);
  page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Headings of a table that are cut off, or lie beyond its right edge. */
async function hiddenHeadings(caption: string): Promise<string[]> {
  const table = page.getByRole('table', { name: caption });
  await table.locator('tbody tr').first().waitFor();
  return table.evaluate((element) => {
    const edge = element.parentElement!.getBoundingClientRect().right + 1;
    return [...element.querySelectorAll('th')]
      .filter((each) => {
        const { right, width } = each.getBoundingClientRect();
        return width > 0 && (right > edge || each.scrollWidth > each.clientWidth + 1);
      })
      .map((each) => each.textContent ?? '');
  });
}

describe('a name of 200 characters pushes no column out of sight', () => {
  it.each([
    ['/dashboard/services', 'Services'],
    ['/dashboard/consumers', 'Consumers'],
    ['/dashboard/metrics', 'Endpoints'],
    [`/dashboard/services/${long}`, 'Endpoints'],
    ['/dashboard/replay', 'Captured requests'],
  ])('%s', async (path, caption) => {
    await page.goto(path);
    expect(await hiddenHeadings(caption)).toEqual([]);
  });
});

it('fits what there is to say of keys into a narrow window while there are none', async () => {
  const narrow = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await narrow.goto('/dashboard/keys');
  await narrow.getByText('No key yet').waitFor();
  expect(await narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
    0,
  );
  await narrow.close();
});
