import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

const dayMs = 86_400_000;
let server: TestServer;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser(server.url);
  const lines = [40, 20, 10, 5, 1].flatMap((ago) => ['shop', 'audit'].map((service) => lineOf(service, ago)));
  const response = await fetch(`${server.url}/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(lines),
  });
  expect(response.status).toBe(201);
  page = await browser.newPage();
  await page.goto('/dashboard');
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForTimeout(500);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

function lineOf(service: string, ago: number) {
  const created_at = new Date(Date.now() - ago * dayMs).toISOString();
  return { source: 'test', level: 'info', message: `line of ${service}`, service, created_at };
}

const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
const dialog = () => page.getByRole('dialog');
const forecast = () => page.getByTestId('forecast');
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

async function linesOf(service: string): Promise<number> {
  const response = await fetch(`${server.url}/logs?service__eq=${service}`);
  const { metadata } = (await response.json()) as { metadata: { total: number } };
  return metadata.total;
}

describe('the page of retention', () => {
  it('is reached from the keyboard, and shows each kind with its days', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.getByRole('heading', { name: 'Retention', level: 1 }).waitFor();
    for (const [kind, days] of [
      ['Logs', '30 days'],
      ['Snapshots', '14 days'],
      ['Minute windows', '90 days'],
      ['Jobs', '14 days'],
      ['Deleted rows', '7 days'],
    ] as const)
      await row(kind).getByText(days).waitFor();
    expect(await row('Logs').textContent()).toMatch(/not run yet/);
    const html = await (await fetch(`${server.url}/dashboard/retention`)).text();
    expect(html).toContain('Minute windows');
  });

  it('refuses days that are none, and says what fewer days would take before it takes them', async () => {
    await button('Change how long logs are kept').click();
    const field = page.getByLabel('Days to keep');
    for (const wrong of ['0', 'a week', '3651']) {
      await field.fill(wrong);
      await dialog().getByText('A whole number of days, from 1 to 3,650.').waitFor();
      expect(await button('Save').isDisabled()).toBe(true);
    }
    await field.fill('7');
    await forecast()
      .getByText(/6 lines go for good, of 3 days\. They go whole/)
      .waitFor();
    await browser.picture(page, 'retention-forecast');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await row('Logs').getByText('30 days').waitFor();
  });

  it('gives a service days of its own, runs, and shows what the run let go of', async () => {
    await button('Days of a service for logs').click();
    await dialog().getByRole('combobox').selectOption('audit');
    await page.getByLabel('Days to keep').fill('365');
    await button('Keep 365 days').click();
    await page.getByText('Logs of audit are kept for 365 days from the next run on.').waitFor();
    await button('Change how long logs are kept').click();
    await page.getByLabel('Days to keep').fill('15');
    await forecast()
      .getByText(/2 lines go for good, of 2 days\. The disk gets its room back once/)
      .waitFor();
    await button('Keep 15 days only').click();
    await row('Logs').getByText('set here').waitFor();

    await button('Run now').click();
    await page.getByRole('region', { name: 'Last run' }).getByText('succeeded').waitFor({ timeout: 40_000 });
    await row('Logs').getByText('2 lines', { exact: true }).waitFor();
    expect([await linesOf('shop'), await linesOf('audit')]).toEqual([3, 5]);
    await browser.picture(page, 'retention-run');
  });

  it('takes days back, with what that would take', async () => {
    await button('Remove the days of audit for logs').click();
    await dialog().getByText('Now 365 days, then as for every other service: 15 days.').waitFor();
    await forecast()
      .getByText(/2 lines go for good, of 2 days/)
      .waitFor();
    await button('Keep 15 days only').click();
    await page.getByText('Logs of audit are kept for 15 days from the next run on.').waitFor();
    await button('Logs back to the default').click();
    await forecast()
      .getByText(/1 line|2 lines|nothing/)
      .waitFor();
    await button(/^Keep 30 days/).click();
    await row('Logs').getByText('default', { exact: true }).waitFor();
    expect(await row('Logs').getByText('audit').count()).toBe(0);
  });

  it('says so when nothing can be counted or stored', async () => {
    await page.route('**/trpc/retention.*', (route) => route.abort());
    await button('Change how long jobs are kept').click();
    await page.getByLabel('Days to keep').fill('3');
    await forecast()
      .getByText(/can’t be told what would go/)
      .waitFor();
    expect(await button('Keep 3 days').isDisabled()).toBe(true);
    await page.getByLabel('Days to keep').fill('30');
    await button('Keep 30 days').click();
    await dialog().getByRole('alert').getByText('Apiscope’s API does not answer.').waitFor();
    await page.unroute('**/trpc/retention.*');
    await button('Keep 30 days').click();
    await row('Jobs').getByText('30 days').waitFor();
    expect(browser.problems.filter((problem) => !/ERR_FAILED/.test(problem))).toEqual([]);
  });
});
