import { expect, vi } from 'vitest';

/**
 * Reads a stream until nothing is held back: what has just ended in another database of the cluster, where other tests work, is taken for
 * one of ours for a moment.
 */
export function untilSettled<P extends { held: boolean }>(read: () => Promise<P>): Promise<P> {
  return vi.waitFor(
    async () => {
      const page = await read();
      expect(page.held).toBe(false);
      return page;
    },
    { timeout: 10_000 },
  );
}
