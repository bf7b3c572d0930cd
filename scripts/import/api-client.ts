import { setTimeout as sleepFor } from 'node:timers/promises';

/** An answer of the REST door, whatever its status. */
export type ApiAnswer = {
  readonly status: number;
  readonly data: unknown;
  readonly error: ApiError | null;
};

export type ApiError = {
  readonly message: string;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
};

/** The server didn't answer, or kept saying that it can't; the message is for the one at the terminal. */
export class ServerAwayError extends Error {}

export type ApiClientOptions = {
  readonly url: string;
  /** API key; undefined where nobody asks for one. */
  readonly key: string | undefined;
  /** Longest time to keep trying one request, ms. */
  readonly patience?: number;
  readonly onRetry?: (reason: string, waitMs: number) => void;
  readonly sleep?: (ms: number) => Promise<unknown>;
};

export type ApiClient = {
  readonly url: string;
  request(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<ApiAnswer & { readonly lostAnswers: number }>;
};

/**
 * Speaks JSON to a server. Waits and tries again while the connection is refused or broken and on 429, 502, 503 and 504, as long as
 * Retry-After says or 0.25 s doubling to 10 s, at most for `patience`. `lostAnswers` counts tries whose answer never came:
 * the server may have done them.
 */
export function createApiClient({
  url,
  key,
  patience = 90_000,
  onRetry,
  sleep = sleepFor,
}: ApiClientOptions): ApiClient {
  return {
    url,
    async request(method, path, body) {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...(key && { authorization: `Bearer ${key}` }),
      };
      const giveUpAt = performance.now() + patience;
      let lostAnswers = 0;
      for (let attempt = 0; ; attempt++) {
        const outcome = await tryOnce(`${url}${path}`, {
          method,
          headers,
          ...(payload !== undefined && { body: payload }),
        });
        if ('answer' in outcome) return { ...outcome.answer, lostAnswers };
        if (outcome.mayBeDone) lostAnswers += 1;
        const wait = outcome.retryAfter ?? Math.min(10_000, 250 * 2 ** attempt);
        if (performance.now() + wait > giveUpAt)
          throw new ServerAwayError(`no use of ${url}${path}: ${outcome.reason}`);
        onRetry?.(outcome.reason, wait);
        await sleep(wait);
      }
    },
  };
}

type Outcome = { answer: ApiAnswer } | { reason: string; retryAfter: number | null; mayBeDone: boolean };

async function tryOnce(url: string, request: RequestInit): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      ...request,
      redirect: 'error',
      signal: AbortSignal.timeout(120_000),
    });
    const text = await response.text();
    if ([429, 502, 503, 504].includes(response.status)) {
      const reason = `it answers ${response.status} ${messageIn(text)}`.trim();
      return { reason, retryAfter: readRetryAfter(response.headers.get('retry-after')), mayBeDone: false };
    }
    return { answer: { status: response.status, ...readEnvelope(text, response.status) } };
  } catch (error) {
    const code = codeOf(error);
    const reason = code === 'ECONNREFUSED' ? 'connection refused' : `connection broken (${code})`;
    return {
      reason,
      retryAfter: null,
      mayBeDone: !['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code),
    };
  }
}

function readEnvelope(text: string, status: number): Pick<ApiAnswer, 'data' | 'error'> {
  const parsed = parseJson(text);
  if (typeof parsed === 'object' && parsed !== null && 'data' in parsed) {
    const { data, error } = parsed as { data: unknown; error?: Partial<ApiError> | null };
    if (!error) return { data, error: null };
    const hint = status === 401 ? ' (APISCOPE_KEY holds the key to show)' : '';
    return { data, error: { message: `${error.message}${hint}`, issues: error.issues ?? [] } };
  }
  return { data: null, error: { message: `not an answer of Apiscope (status ${status})`, issues: [] } };
}

function messageIn(text: string): string {
  const parsed = parseJson(text) as { error?: { message?: string } } | null;
  return parsed?.error?.message ?? '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Retry-After in ms, from seconds or an HTTP date; at most a minute, null when absent or unreadable. */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(60_000, Math.max(0, ms));
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AggregateError) return codeOf(cause.errors[0]);
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : String(cause);
}
