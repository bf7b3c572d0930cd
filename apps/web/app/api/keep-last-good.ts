import type { ClientLoaderFunctionArgs } from '@remix-run/react';

/**
 * Makes a client loader that shows the last good answer for the same address while the server cannot answer (503 or no
 * connection), so that an outage under an open page leaves its numbers standing below the banner.
 */
export function keepLastGood() {
  let last: { address: string; answer: unknown } | null = null;
  async function clientLoader({ request, serverLoader }: ClientLoaderFunctionArgs) {
    const { pathname, search } = new URL(request.url);
    const address = pathname + search;
    try {
      const answer = await serverLoader();
      last = { address, answer };
      return answer;
    } catch (error) {
      if (last?.address === address && isOutage(error)) return last.answer;
      throw error;
    }
  }
  return clientLoader;
}

function isOutage(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
  return typeof status === 'number' && status >= 502 && status <= 504;
}
