import type { ClientLoaderFunctionArgs } from '@remix-run/react';

/** What the page in sight shows, and at which address. */
let shown: { address: string; answer: unknown } | null = null;

/** Takes note of what a page shows, so that an outage has it to fall back on. */
export function noteShown(address: string, answer: unknown): void {
  shown = { address, answer };
}

/**
 * Makes a client loader that goes on showing what is shown while the server cannot answer for the same address (502 to 504, or no
 * connection), so that an outage under an open page leaves its numbers standing below the banner.
 */
export function keepLastGood() {
  return async ({ request, serverLoader }: ClientLoaderFunctionArgs) => {
    const { pathname, search } = new URL(request.url);
    try {
      return await serverLoader();
    } catch (error) {
      if (shown?.address === pathname + search && isOutage(error)) return shown.answer;
      throw error;
    }
  };
}

function isOutage(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  // An answer that broke off in the middle: Remix tells it by words alone.
  if (error instanceof Error && error.message.startsWith('Unable to decode turbo-stream')) return true;
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
  return typeof status === 'number' && status >= 502 && status <= 504;
}
