import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { untilLive } from './testing/until-live.ts';

const url = inject('url');
let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser(url);
});
afterAll(() => browser.close());

const menuOf = (page: Page) => page.getByTitle('Saved views');
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name });

async function save(page: Page, name: string): Promise<void> {
  await menuOf(page).click();
  await item(page, 'Save this view…').click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

const shows = (page: Page, text: string) => expect.poll(() => menuOf(page).textContent()).toBe(text);
const headings = (page: Page) => page.getByRole('columnheader').allTextContents();

describe('saved views', () => {
  it('are saved, opened by link, renamed, updated and deleted', async () => {
    const page = await browser.newPage();
    await page.goto(
      '/dashboard/logs?service=shop&range=6h&level__gte=error&search=declined&columns=time,level,message',
    );
    await untilLive(page);
    expect(await headings(page)).toEqual(['Time', 'Level', 'Message']);
    await save(page, 'Declined cards');
    await page.waitForURL(/view=\d+/);
    await shows(page, 'Declined cards');

    await page.reload();
    expect(await menuOf(page).getAttribute('aria-label')).toBe('View: Declined cards');
    const html = await (await page.request.get(page.url())).text();
    expect(html).toContain('View: Declined cards');

    await page.goto('/dashboard/logs?service=web');
    await untilLive(page);
    await shows(page, 'Views');
    await menuOf(page).click();
    await browser.picture(page, 'views-menu-light');
    await item(page, 'Declined cards').click();
    await page.waitForURL(/search=declined/);
    const params = new URL(page.url()).searchParams;
    expect(['service', 'range', 'level__gte', 'search', 'columns'].map((name) => params.get(name))).toEqual([
      'shop',
      '6h',
      'error',
      'declined',
      'time,level,message',
    ]);
    await page.getByText('declined').first().waitFor();
    expect(await headings(page)).toEqual(['Time', 'Level', 'Message']);

    await page.getByRole('button', { name: /^Order/ }).click();
    await page.getByRole('menuitemradio', { name: 'Oldest first' }).click();
    await page.waitForURL(/order=asc/);
    await shows(page, 'Declined cardsmodified');
    await browser.picture(page, 'views-modified-light');
    await menuOf(page).click();
    await item(page, /^Update/).click();
    await shows(page, 'Declined cards');

    await menuOf(page).click();
    await item(page, 'Rename…').click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Declined');
    await page.keyboard.press('Enter');
    await shows(page, 'Declined');
    const { data } = await (await page.request.get('/views?name__eq=Declined')).json();
    expect(data[0].filter).toEqual({ level__gte: 'error', search: 'declined', order: 'asc' });

    await menuOf(page).click();
    await item(page, 'Delete…').click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await menuOf(page).click();
    await item(page, 'Delete…').click();
    await page.getByRole('button', { name: 'Delete the view' }).click();
    await shows(page, 'Views');
    expect(page.url()).not.toContain('view=');
    expect(page.url()).toContain('search=declined');
    expect((await (await page.request.get('/views?name__eq=Declined')).json()).metadata.total).toBe(0);
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('have columns that the address holds, chosen from a menu', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/logs?service=shop');
    await untilLive(page);
    const all = ['Time', 'Level', 'Service', 'Source', 'Message'];
    expect(await headings(page)).toEqual(all);
    await page.getByRole('button', { name: 'Columns' }).click();
    const choice = (name: string) => page.getByRole('menuitemcheckbox', { name });
    await choice('Service').click();
    await expect.poll(() => headings(page)).toEqual(['Time', 'Level', 'Source', 'Message']);
    expect(new URL(page.url()).searchParams.get('columns')).toBe('time,level,source,message');
    await choice('Meta').click();
    await expect.poll(() => headings(page)).toEqual(['Time', 'Level', 'Source', 'Message', 'Meta']);
    expect(await page.locator('[data-row]').first().textContent()).toContain('[redacted]');
    await browser.picture(page, 'views-columns-light');
    await choice('Meta').click();
    await choice('Service').click();
    await expect.poll(() => headings(page)).toEqual(all);
    expect(page.url()).not.toContain('columns');
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('keep each of several choices that are made faster than they load', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/logs?service=shop');
    await untilLive(page);
    await page.route(/logs\.data/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue().catch(() => {});
    });
    await page.getByRole('button', { name: 'Columns' }).click();
    for (const name of ['Meta', 'Service', 'Source'])
      await page.getByRole('menuitemcheckbox', { name }).click();
    await expect.poll(() => headings(page)).toEqual(['Time', 'Level', 'Message', 'Meta']);
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox').fill('declined');
    await page.getByRole('button', { name: /^Order/ }).click();
    await page.getByRole('menuitemradio', { name: 'Oldest first' }).click();
    await page.waitForURL(/search=declined/);
    await page.waitForURL(/order=asc/);
    expect(new URL(page.url()).searchParams.get('columns')).toBe('time,level,message,meta');
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('work from the keyboard, in the dark and on a phone', async () => {
    const page = await browser.newPage({ colorScheme: 'dark', viewport: { width: 390, height: 844 } });
    await page.goto('/dashboard/logs?service=shop&level__gte=warn');
    await untilLive(page);
    const isOneScreenWide = () =>
      page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    await menuOf(page).focus();
    await page.keyboard.press('Enter');
    await item(page, 'Save this view…').waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await browser.picture(page, 'views-save-dark-narrow');
    await page.keyboard.type('Warnings of the shop that somebody should look at every morning');
    await page.keyboard.press('Enter');
    await shows(page, 'Warnings of the shop that somebody should look at every morning');
    await expect.poll(() => menuOf(page).evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await isOneScreenWide()).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await browser.picture(page, 'views-menu-dark-narrow');
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await browser.picture(page, 'views-delete-dark-narrow');
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await isOneScreenWide()).toBe(true);

    await page.goto('/dashboard/logs?service=shop&columns=service,source,level,message');
    await untilLive(page);
    expect(await headings(page)).toEqual(['Service', 'Source', 'Level', 'Message']);
    expect(await page.getByRole('columnheader', { name: 'Service' }).isVisible()).toBe(true);
    expect(await isOneScreenWide()).toBe(true);
    await browser.picture(page, 'views-columns-dark-narrow');
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });

  it('say why one cannot be saved, and keep what was typed', async () => {
    const page = await browser.newPage();
    await page.goto('/dashboard/worker?task__eq=health_check');
    await save(page, 'Health');
    await page.goto('/dashboard/worker?status__eq=dead');
    await shows(page, 'Views');
    await menuOf(page).click();
    await item(page, 'Save this view…').click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Health');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('alert').getByText('there is a view “Health” already').waitFor();
    await page.route('**/trpc/views.create', (route) => route.abort());
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.getByRole('alert').getByText('API does not answer').waitFor();
    await browser.picture(page, 'views-problem-light');
    expect(await dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Health');
    await page.unroute('**/trpc/views.create');
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await page.goto('/dashboard/worker?task__eq=health_check');
    await shows(page, 'Health');
    await menuOf(page).click();
    await item(page, 'Health').click();
    await page.waitForURL(/view=/);
    await page.getByRole('navigation', { name: 'Status' }).getByRole('link', { name: /^dead/ }).click();
    await shows(page, 'Healthmodified');
    await page.route('**/trpc/views.update', (route) => route.abort());
    await menuOf(page).click();
    await item(page, /^Update/).click();
    await page.getByRole('alert').getByText('API does not answer').waitFor();
    await shows(page, 'Healthmodified');
    await browser.picture(page, 'views-update-problem-light');

    await page.goto('/dashboard/logs?id__gte=abc&columns=message,colour');
    await page.getByRole('alert').getByText('a log has no colour').waitFor();
    await menuOf(page).click();
    await item(page, 'Save this view…').click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Broken');
    await page.keyboard.press('Enter');
    await dialog
      .getByRole('alert')
      .getByText(/filter\.id__gte: expected an integer.*columns\.1: unknown field colour/)
      .waitFor();
    browser.problems.length = 0;
    await page.context().close();
  });

  it.each([
    [
      'metrics',
      'from=2017-05-16T10:00:00Z&to=2017-05-16T11:00:00Z&service=web&trafficCount__gte=100&order_by=p95Latency&order=desc',
      'trafficCount__gte=1',
    ],
    [
      'replay',
      'from=2017-05-16T10:00:00Z&to=2017-05-16T11:00:00Z&statusCode__gte=500&method__eq=GET',
      'search=cart',
    ],
    ['worker', 'task__eq=process_raw_metrics&status__eq=succeeded', 'order_by=id'],
  ])('of the %s page show its state again', async (name, state, other) => {
    const page = await browser.newPage();
    await page.goto(`/dashboard/${name}?${state}`);
    await save(page, `One of ${name}`);
    await shows(page, `One of ${name}`);
    await page.goto(`/dashboard/${name}?${other}`);
    await shows(page, 'Views');
    await menuOf(page).click();
    await item(page, `One of ${name}`).click();
    await shows(page, `One of ${name}`);
    const params = new URL(page.url()).searchParams;
    for (const [key, value] of new URLSearchParams(state))
      expect([key, params.get(key)?.replace('.000Z', 'Z')]).toEqual([key, value]);
    await browser.picture(page, `views-${name}-light`);
    expect(browser.problems).toEqual([]);
    await page.context().close();
  });
});
