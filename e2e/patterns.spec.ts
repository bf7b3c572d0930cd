import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { imported } from './testing/import-data.ts';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';

const url = inject('url');
const declined = imported.logs / 6;

let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser(url);
  page = await browser.newPage();
});
afterEach(() => expect(browser.problems).toEqual([]));
afterAll(() => browser.close());

const rows = () => page.locator('[data-row]');
const drawer = () => page.getByTestId('drawer');
/** The texts of the patterns listed, from the top. */
const texts = async () =>
  (await page.locator('[data-row-link]').allTextContents()).map((text) => text.replace(/new$/, '').trim());

/** Waits until the first pattern holds a text: the address may be there before what it asks for. */
const untilFirst = (text: string) =>
  page.waitForFunction(
    (held) => document.querySelector('[data-row-link]')?.textContent?.includes(held) ?? false,
    text,
  );

describe('the page of patterns', () => {
  it('is reached from the keyboard, and marks what varies', async () => {
    await page.goto('/dashboard/logs?service=shop');
    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL(/dashboard\/patterns\?service=shop$/);
    await page.getByRole('heading', { name: 'Patterns' }).waitFor();
    expect((await texts()).sort()).toEqual(['order <num> failed: card declined', 'order <num> was placed']);
    expect(await page.locator('[data-placeholder]').allTextContents()).toEqual(['<num>', '<num>']);
    expect(await rows().first().getByRole('img').getAttribute('aria-label')).toMatch(
      /^[\d,]+ lines in this range, at most [\d,]+ in 2 minutes$/,
    );
  });

  it('sorts by a heading and finds by a word, in the address', async () => {
    await page.getByRole('link', { name: 'Lines' }).click();
    await page.waitForURL(/order_by=count&order=desc/);
    await untilFirst('was placed');
    await page.getByRole('link', { name: 'Lines' }).click();
    await page.waitForURL(/order_by=count&order=asc/);
    await untilFirst('declined');
    await page.getByRole('searchbox').fill('placed -declined');
    await page.waitForURL(/search=placed/);
    await page.waitForFunction(() => document.querySelectorAll('[data-row]').length === 1);
    expect(await texts()).toEqual(['order <num> was placed']);
  });

  it('shows what is new since yesterday in one click, and all again in another', async () => {
    await page.goto('/dashboard/patterns?search=order');
    await page.getByRole('link', { name: 'New since yesterday' }).click();
    await page.waitForURL(/firstSeen__gte=/);
    expect(await page.getByTestId('filter-chip').count()).toBe(0);
    await rows().first().waitFor();
    await page.goto(page.url().replace(/firstSeen__gte=[^&]+/, 'firstSeen__gte=2099-01-01T00:00:00Z'));
    await page.getByTestId('empty-state').waitFor();
    await page.getByRole('link', { name: /New since/ }).click();
    await page.waitForURL((address) => !address.search.includes('firstSeen'));
    await rows().first().waitFor();
  });

  it('opens one with its course, which narrows the range', async () => {
    await page.goto('/dashboard/patterns?service=shop&range=6h&search=declined');
    await page.locator('[data-row-link]').first().click();
    await page.waitForURL(/pattern=\d+/);
    await drawer().getByText('Patterns like it').waitFor();
    expect(await drawer().textContent()).toContain(`${declined.toLocaleString('en-US')} ever`);
    expect(await drawer().textContent()).toContain(`${declined.toLocaleString('en-US')} error`);
    await drawer().getByTestId('similar-pattern').getByText('was placed').waitFor();
    await browser.picture(page, 'pattern-light');
    const address = page.url();
    await page.reload();
    await drawer().getByText('Patterns like it').waitFor();
    // The chart is there before the scripts that listen to it.
    await expect
      .poll(async () => {
        await drawer().getByRole('slider').press('ArrowLeft');
        return page.getByTestId('bar-tooltip').count();
      })
      .toBe(1);
    await drawer().getByRole('slider').press('Enter');
    await page.waitForURL(/from=.*to=/);
    await page.goBack();
    await page.waitForURL(address);
  });

  it('leads from one to its lines', async () => {
    await page.goto('/dashboard/patterns?service=shop&range=6h&search=declined');
    await page.locator('[data-row-link]').first().click();
    await drawer().getByRole('link', { name: 'Show its lines' }).click();
    await page.waitForURL(/dashboard\/logs\?range=6h&patternId__eq=\d+/);
    await page.getByRole('heading', { name: 'Logs', exact: true }).waitFor();
    await rows().first().getByText('declined').waitFor();
    expect(await rows().getByText('was placed').count()).toBe(0);
  });

  it('names a pattern that is not there, and a filter that cannot be', async () => {
    await page.goto('/dashboard/patterns?pattern=999999');
    await drawer().getByText('does not exist').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((address) => !address.search.includes('pattern='));
    await page.goto('/dashboard/patterns?count__gte=many');
    await page.getByTestId('filter-chip').getByRole('alert').waitFor();
  });
});

describe('seen before?', () => {
  it('is answered for an error among the logs, and asked of no other line', async () => {
    await page.goto('/dashboard/logs?service=shop&level__gte=error&range=6h');
    await page.locator('[data-row-link]').first().click();
    await drawer().getByTestId('seen-answer').waitFor();
    expect(await drawer().getByTestId('seen-answer').textContent()).toBe(
      `Yes, ${declined.toLocaleString('en-US')} times by now.`,
    );
    await browser.picture(page, 'seen-log');
    await drawer().getByRole('link', { name: 'about the pattern' }).click();
    await page.waitForURL(
      /dashboard\/patterns\?range=6h&service=shop&pattern=\d+|patterns\?service=shop&range=6h&pattern=\d+/,
    );
    await page.goto('/dashboard/logs?service=shop&search=placed&range=6h');
    await page.locator('[data-row-link]').first().click();
    await drawer().getByText('Lines of the same pattern').waitFor();
    expect(await drawer().getByText('Seen before?').count()).toBe(0);
  });

  it('is answered for a failed request', async () => {
    const may2017 = 'from=2017-05-16T10:00:00Z&to=2017-05-16T11:00:00Z';
    await page.goto(`/dashboard/replay?${may2017}&statusCode__gte=500`);
    await page.locator('[data-row-link]').first().click();
    await drawer().getByTestId('seen-answer').waitFor();
    expect(await drawer().getByTestId('seen-answer').textContent()).toMatch(/^Yes, \d+ times by now\.$/);
    await browser.picture(page, 'seen-snapshot');
    await page.goto(`/dashboard/replay?${may2017}&statusCode__lt=400`);
    await page.locator('[data-row-link]').first().click();
    await drawer().getByText('Overview').waitFor();
    expect(await drawer().getByText('Seen before?').count()).toBe(0);
  });
});
