import { Agent, request } from 'node:http';

export type Ask = { method: 'GET' | 'POST'; path: string; body?: unknown };
/** How an answer came out; status 0 when the connection broke first, of which nobody can tell what was done. */
export type Answer = { status: number; retryAfter: string | undefined; text: string; ms: number };

/** Longer than any answer may take, ms. */
const longestMs = 60_000;

/** Makes a client that keeps its connections, as a busy sender does. */
export function openClient(): { ask(origin: string, what: Ask): Promise<Answer>; close(): void } {
  const agent = new Agent({ keepAlive: true });
  return {
    ask: (origin, { method, path, body }) =>
      new Promise((resolve) => {
        const startedAt = performance.now();
        const end = (status: number, retryAfter?: string, text = ''): void =>
          resolve({ status, retryAfter, text, ms: performance.now() - startedAt });
        const json = body === undefined ? undefined : JSON.stringify(body);
        const headers =
          json === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) };
        const sent = request(
          new URL(path, origin),
          { method, agent, headers, timeout: longestMs },
          (response) => {
            let text = '';
            response.on('data', (chunk) => {
              text += chunk;
            });
            response.on('error', () => end(0));
            response.on('end', () => end(response.statusCode!, response.headers['retry-after'], text));
          },
        );
        sent.on('timeout', () => sent.destroy());
        sent.on('error', () => end(0));
        sent.end(json);
      }),
    close: () => agent.destroy(),
  };
}
