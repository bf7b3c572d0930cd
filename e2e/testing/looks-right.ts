import { expect } from 'vitest';
import type { TestBrowser } from './open-browser.ts';

const looks = [
  ['light', {}],
  ['dark', { colorScheme: 'dark' as const }],
  ['narrow', { viewport: { width: 390, height: 844 } }],
] as const;

/** Takes pictures of a page in its looks, whole in height, none of them wider than its window. `shows` is what it must have. */
export async function looksRight(
  browser: TestBrowser,
  path: string,
  { name, shows }: { name: string; shows: string },
) {
  const look = async ([look, options]: (typeof looks)[number]) => {
    const page = await browser.newPage(options);
    await page.goto(path);
    await page.getByText(shows).first().waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect([look, Math.max(0, overflow)]).toEqual([look, 0]);
    await page.waitForTimeout(1_000);
    await browser.picture(page, `${name}-${look}`);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: page.viewportSize()!.width, height: Math.min(height, 4_000) });
    await page.waitForTimeout(500);
    await browser.picture(page, `${name}-${look}-whole`);
    await page.context().close();
  };
  // At once: most of the time is waiting for charts to come to rest.
  await Promise.all(looks.map(look));
}
