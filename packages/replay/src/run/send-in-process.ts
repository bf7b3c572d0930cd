import type { Clock } from '@apiscope/core/clock';
import type { OutgoingRequest } from '@apiscope/core/replay/build-request';
import type { HeaderMap } from '@apiscope/core/replay/schema';
import type { SendResult } from '../send/send-request.ts';

export type InProcessOptions = {
  own(request: Request): Promise<Response>;
  timeoutMs: number;
  /** Bytes of the answer that are kept. */
  maxBytes: number;
  clock: Pick<Clock, 'monotonic'>;
};

/** Lets the app of this process answer a request, with no socket between. Never throws for what the app does. */
export async function sendInProcess(
  { method, url, headers, body }: OutgoingRequest,
  { own, timeoutMs, maxBytes, clock }: InProcessOptions,
): Promise<SendResult> {
  const start = clock.monotonic();
  const elapsed = () => clock.monotonic() - start;
  const timeout = AbortSignal.timeout(timeoutMs);
  let firstByte: number | null = null;
  try {
    const request = new Request(url, { method, headers: toHeaders(headers), body, signal: timeout });
    const response = await orAbort(own(request), timeout);
    firstByte = elapsed();
    const read = response.body
      ? await readBytes(response.body, { maxBytes, signal: timeout })
      : { bytes: new Uint8Array(), truncated: false };
    return {
      outcome: 'answered',
      statusCode: response.status,
      headers: toMap(response.headers),
      body: read.bytes,
      truncated: read.truncated,
      address: null,
      timing: { connected: null, firstByte, total: elapsed() },
    };
  } catch (error) {
    const reason = timeout.aborted
      ? `no whole answer within ${timeoutMs} ms`
      : error instanceof Error
        ? error.message
        : String(error);
    const timing = { connected: null, firstByte, total: elapsed() };
    return { outcome: 'failed', error: reason, address: null, timing };
  }
}

async function readBytes(
  body: ReadableStream<Uint8Array>,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<{ bytes: Uint8Array; truncated: boolean }> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    while (size <= maxBytes) {
      const { done, value } = await orAbort(reader.read(), signal);
      if (done) break;
      chunks.push(value.subarray(0, maxBytes - size));
      size += value.length;
    }
  } finally {
    // Of a stream that goes on nothing more is wanted.
    reader.cancel().catch(() => {});
  }
  return { bytes: Buffer.concat(chunks), truncated: size > maxBytes };
}

function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function toHeaders(map: HeaderMap): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(map))
    for (const value of [values].flat()) headers.append(name, value);
  return headers;
}

function toMap(headers: Headers): HeaderMap {
  const cookies = headers.getSetCookie();
  const map: HeaderMap = Object.fromEntries(headers);
  if (cookies.length > 0) map['set-cookie'] = cookies;
  return map;
}
