import { afterAll, beforeAll, expect, it } from 'vitest';
import { childOf } from './testing/child-of.ts';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { startServer, type TestServer } from './testing/start-server.ts';
import { untilLive } from './testing/until-live.ts';

let server: TestServer;
let browser: TestBrowser;
beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser(server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

it('says that the database is away while it is, and recovers by itself', async () => {
  await fetch(`${server.url}/api/v1/users`);
  const page = await browser.newPage();
  await page.goto('/dashboard');
  await untilLive(page);
  await page.getByTestId('kpi').first().waitFor();
  const database = childOf(server, 'embedded/server');
  process.kill(database, 'SIGSTOP');
  const banner = page.getByTestId('health-banner');
  await banner.getByText(/unreachable|does not answer/).waitFor({ timeout: 20_000 });
  await browser.picture(page, 'outage-banner');
  expect(await page.getByTestId('kpi').count()).toBe(4);

  process.kill(database, 'SIGKILL');
  await banner.waitFor({ state: 'detached', timeout: 90_000 });
  await untilLive(page);
  expect(await page.getByTestId('error-panel').count()).toBe(0);
});

it('says that the server is away while it is, and recovers by itself', async () => {
  const page = await browser.newPage();
  await page.goto('/dashboard');
  await untilLive(page);
  // Waited for from before on: a quick restart leaves little time to see it.
  const away = page
    .locator('[data-testid="live-state"]:not([data-state="live"])')
    .waitFor({ timeout: 15_000 });
  process.kill(childOf(server, 'apps/api/src/main'), 'SIGKILL');
  await away;
  await untilLive(page);
  expect(await page.getByTestId('kpi').count()).toBe(4);
});
