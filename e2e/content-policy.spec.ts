import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { navItems } from '../apps/web/app/shell/nav-items.ts';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';

const url = inject('url');
let browser: TestBrowser;
let page: Page;
const violations: string[] = [];
beforeAll(async () => {
  browser = await openBrowser(url);
  page = await browser.newPage();
  await page.exposeFunction('tellViolation', (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      (globalThis as unknown as { tellViolation(text: string): void }).tellViolation(
        `${location.pathname}: ${violatedDirective} blocks ${blockedURI} ${sample}`,
      ),
    );
  });
});
afterAll(() => browser.close());

const settled = async () => {
  // Pages with a stream are never idle.
  await page.waitForLoadState('networkidle', { timeout: 1_000 }).catch(() => {});
  await page.waitForTimeout(300);
};
const expectNothingBlocked = () => expect([...violations, ...browser.problems]).toEqual([]);

describe('the content policy', () => {
  it.each(navItems.map(({ to }) => to))('lets %s run, scripts, charts and menus', async (to) => {
    const response = await page.goto(`${to}?service=web&from=2017-05-16T10:00:00Z&to=2017-05-16T11:00:00Z`);
    expect(response!.status()).toBe(200);
    const policy = response!.headers()['content-security-policy']!;
    expect(policy).toContain("default-src 'self'");
    expect(policy.match(/script-src[^;]*/)![0]).not.toMatch(/unsafe|\*|https?:/);
    await settled();
    await page.getByRole('button', { name: 'Time zone' }).click();
    await page.keyboard.press('Escape');
    expectNothingBlocked();
  });

  it('lets dialogs lock the page behind them, and rows open', async () => {
    await page.goto('/dashboard/keys');
    await settled();
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.goto('/dashboard/logs');
    await settled();
    await page.getByRole('row').nth(2).click();
    await settled();
    expectNothingBlocked();
  });

  it('lets the reader of the API run, and asks no other host', async () => {
    const response = await page.goto('/reference');
    expect(response!.headers()['content-security-policy']!.match(/script-src[^;]*/)![0]).not.toMatch(
      /unsafe|\*|https?:/,
    );
    await settled();
    await page.getByText('Apiscope').first().waitFor({ timeout: 20_000 });
    await settled();
    await browser.picture(page, 'reference');
    expect(await page.getByText('Open Group').count()).toBeGreaterThan(10);
    // The reader warns of schemas that say no type, as those of any JSON do; the document is checked elsewhere.
    const isOpinion = (text: string) => /^console: (?:document validation errors|\[Object)/.test(text);
    expect([...violations, ...browser.problems.filter((problem) => !isOpinion(problem))]).toEqual([]);
    browser.problems.length = 0;
  });

  it('lets no script of a stranger run', async () => {
    await page.goto('/dashboard');
    await settled();
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.stranger = true';
      document.head.append(script);
      document.body.insertAdjacentHTML(
        'beforeend',
        '<img src="/favicon.ico?none" onerror="window.stranger = true">',
      );
      return new Promise((resolve) => setTimeout(() => resolve('stranger' in window), 500));
    });
    expect(ran).toBe(false);
    expect(violations.length).toBeGreaterThan(0);
    violations.length = 0;
    browser.problems.length = 0;
  });
});
