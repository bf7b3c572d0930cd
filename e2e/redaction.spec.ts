import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

let server: TestServer;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser(server.url);
  const response = await fetch(`${server.url}/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source: 'test', level: 'info', message: 'paid loyalty=L-77', service: 'shop' }),
  });
  expect(response.status).toBe(201);
  page = await browser.newPage();
  await page.goto('/dashboard/redaction');
  await page.getByRole('heading', { name: 'Redaction', level: 1 }).waitFor();
  await page.waitForTimeout(1_000);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const names = () => page.getByLabel('Names whose value is a secret');

describe('the page of redaction', () => {
  it('shows what each sink would keep by rules that are only typed', async () => {
    await page.getByText('Never scrubbed').waitFor();
    await browser.picture(page, 'redaction-empty');
    await page
      .getByLabel('Request', { exact: true })
      .fill(
        'POST /pay?token=qcanary\nAuthorization: Bearer hcanary\nContent-Type: application/json\n\n{"loyalty":"L-78"}',
      );
    const preview = page.getByTestId('preview');
    await preview.getByText('query.token', { exact: true }).waitFor();
    expect(await preview.textContent()).toContain('L-78');
    expect(await preview.textContent()).not.toMatch(/qcanary|hcanary/);
    await names().fill('loyalty');
    await preview.getByText('body.loyalty', { exact: true }).waitFor();
    expect(await preview.textContent()).not.toContain('L-78');
    expect(await preview.locator('mark').count()).toBeGreaterThan(8);
  });

  it('says which name is wrong, and saves what is right', async () => {
    await names().fill('loyalty\n!!');
    await button('Save rules').click();
    await page
      .getByText(/names\.1/)
      .first()
      .waitFor();
    await browser.picture(page, 'redaction-error');
    await names().fill('loyalty');
    await button('Save rules').click();
    await page.getByText('Version 1 holds').waitFor();
    await page.getByText('version 1 in force').waitFor();
    // The console tells of the refusals themselves: of saving, and of the preview that follows what is typed.
    browser.problems.length = 0;
  });

  it('scrubs history and shows how far it is', async () => {
    await button('Scrub history').click();
    await page.getByTestId('scrub').getByText('done', { exact: true }).waitFor({ timeout: 30_000 });
    const logs = (await (await fetch(`${server.url}/logs?service__eq=shop`)).json()) as {
      data: { message: string }[];
    };
    expect(logs.data.map(({ message }) => message)).toEqual(['paid loyalty=[redacted]']);
    for (const [look, options] of [
      ['light', { colorScheme: 'light' }],
      ['dark', { colorScheme: 'dark' }],
      ['narrow', { viewport: { width: 390, height: 844 } }],
    ] as const) {
      const other = await browser.newPage(options);
      await other.goto('/dashboard/redaction');
      await other.getByTestId('scrub').waitFor();
      await other.waitForTimeout(800);
      await other.getByLabel('Request', { exact: true }).fill('GET /a?token=x&loyalty=L-1');
      await other.getByText('query.loyalty', { exact: true }).waitFor();
      await browser.picture(other, `redaction-${look}`);
      const over = await other.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over).toBeLessThanOrEqual(0);
      await other.context().close();
    }
    expect(browser.problems).toEqual([]);
  });
});
