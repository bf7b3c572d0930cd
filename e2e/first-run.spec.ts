import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

let server: TestServer;
let browser: TestBrowser;
beforeAll(async () => {
  server = await startServer({}, null);
  browser = await openBrowser(server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

it('tells a newcomer how to send traffic, and fills by itself', async () => {
  const html = await (await fetch(`${server.url}/dashboard`)).text();
  expect(html).toContain('Waiting for the first request');
  const page = await browser.newPage();
  for (const [name, path] of [
    ['logs', '/dashboard/logs'],
    ['patterns', '/dashboard/patterns'],
    ['replay', '/dashboard/replay'],
  ] as const) {
    await page.goto(path);
    await page.getByTestId('empty-state').waitFor();
    await browser.picture(page, `empty-${name}`);
  }
  await page.goto('/dashboard');
  const steps = page.getByTestId('first-steps');
  await steps.waitFor();
  for (const command of [
    'npm run traffic',
    'npm run import -- FILE',
    `${server.url}/logs`,
    '/ingest/requests',
  ])
    expect(await steps.textContent()).toContain(command);
  await steps.getByRole('button', { name: 'tRPC 11' }).click();
  expect(await steps.textContent()).toContain('apiscopeTrpc');
  await steps.getByRole('button', { name: 'OpenTelemetry' }).click();
  expect(await steps.textContent()).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=${server.url}`);
  await steps.getByRole('button', { name: 'Express 4 and 5' }).click();
  expect(await steps.textContent()).toContain(`url: '${server.url}'`);
  await page.waitForTimeout(1_000);
  await browser.picture(page, 'empty-dashboard');

  await fetch(`${server.url}/api/v1/users`);
  await steps.waitFor({ state: 'detached', timeout: 5_000 });
  await page.getByTestId('kpi').first().waitFor();
  expect(browser.problems).toEqual([]);
});
