import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { root } from './start-server.ts';

/** Where the specs leave their pictures; git ignores it. */
const screenshots = join(root, 'e2e/screenshots');

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser whose pages watch themselves: what goes wrong in the console, and every request to another origin, is a problem. */
export type TestBrowser = {
  newPage(options?: BrowserContextOptions): Promise<Page>;
  picture(page: Page, name: string): Promise<void>;
  /** Everything that went wrong so far. Empty it to say that it was expected. */
  problems: string[];
  close(): Promise<void>;
};

/** Opens Chromium (`CHROMIUM`, default Debian's) for pages of `origin`. */
export async function openBrowser(origin: string): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args,
  });
  await mkdir(screenshots, { recursive: true });
  const problems: string[] = [];
  return {
    problems,
    async newPage(options = {}) {
      const context = await browser.newContext({
        baseURL: origin,
        timezoneId: 'Europe/Berlin',
        viewport: { width: 1_440, height: 900 },
        ...options,
      });
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          problems.push(`console: ${message.text()} (${page.url()})`);
      });
      page.on('pageerror', (error) => problems.push(`page: ${error.message} (${page.url()})`));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url))
          problems.push(`left the origin: ${url}`);
      });
      return page;
    },
    async picture(page, name) {
      await page.screenshot({ path: join(screenshots, `${name}.png`) });
    },
    close: () => browser.close(),
  };
}
