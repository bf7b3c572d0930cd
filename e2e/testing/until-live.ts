import type { Page } from 'playwright-core';

/** Waits until the page follows its stream. */
export async function untilLive(page: Page): Promise<void> {
  await page.locator('[data-testid="live-state"][data-state="live"]').waitFor({ timeout: 90_000 });
}
