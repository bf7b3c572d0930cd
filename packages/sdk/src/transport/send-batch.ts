import type { Clock } from '@apiscope/core/clock';
import { readRetryAfter } from './retry-delay.ts';

/** Why a batch was not taken. */
export class SendError extends Error {
  override name = 'SendError';
  /** HTTP status, null when there was no answer. */
  readonly status: number | null;
  /** No retry will cure it: the receiver refused what was sent. */
  readonly isPermanent: boolean;
  /** How long the receiver asked to be left alone, ms. */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    about: { status?: number; isPermanent?: boolean; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: about.cause });
    this.status = about.status ?? null;
    this.isPermanent = about.isPermanent ?? false;
    this.retryAfterMs = about.retryAfterMs ?? null;
  }
}

/** Where batches go and how. */
export type Door = {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Longest wait for an answer, ms. */
  timeoutMs: number;
  fetch: typeof fetch;
  clock: Clock;
};

/** Characters of an answer that are looked at; a door that answers more is not Apiscope's. */
const maxAnswer = 16_384;

/**
 * Sends one batch and waits until the receiver has confirmed it. Only Apiscope's own confirmation counts: a page of a proxy with status 200
 * does not.
 * @throws SendError when it is not known to be stored
 */
export async function sendBatch(
  door: Door,
  body: { bytes: Uint8Array | string; isCompressed: boolean },
): Promise<void> {
  const response = await ask(door, body);
  const text = await readAnswer(response);
  if (response.ok && isConfirmation(text)) return;
  const { status } = response;
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), door.clock.now());
  const isPermanent = status >= 300 && status < 500 && status !== 408 && status !== 429;
  throw new SendError(`${door.url} answered ${status}: ${text.slice(0, 300)}`, {
    status,
    isPermanent,
    retryAfterMs,
  });
}

async function ask(
  { url, headers, timeoutMs, fetch }: Door,
  { bytes, isCompressed }: { bytes: Uint8Array | string; isCompressed: boolean },
): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { ...headers, ...(isCompressed && { 'content-encoding': 'gzip' }) },
      body: bytes as BodyInit,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    const why = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause : cause).message : cause;
    throw new SendError(`${url} did not answer: ${why}`, { cause });
  }
}

async function readAnswer(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (text.length < maxAnswer) {
      const { done, value } = await reader.read();
      if (done) return text;
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
    return text;
  } catch (cause) {
    throw new SendError('the answer broke off', { status: response.status, cause });
  }
}

function isConfirmation(text: string): boolean {
  try {
    const answer = JSON.parse(text) as { data?: { accepted?: unknown } };
    return typeof answer.data?.accepted === 'number';
  } catch {
    return false;
  }
}
