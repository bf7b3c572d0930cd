import { lookup as lookUp } from 'node:dns/promises';
import type { Clock } from '@apiscope/core/clock';
import type { CidrSet } from '@apiscope/core/geo/cidr-set';
import type { OutgoingRequest } from '@apiscope/core/replay/build-request';
import type { ReplayTiming } from '@apiscope/core/replay/run-schema';
import type { HeaderMap } from '@apiscope/core/replay/schema';
import { explainFailure } from './explain-failure.ts';
import { readAnswer } from './read-answer.ts';
import { refuseUrl } from './refuse-url.ts';
import { RefusedConnection } from './refused-connection.ts';

/** Addresses of a name, as text. */
export type LookUp = (hostname: string) => Promise<string[]>;

export type SendOptions = {
  /** Addresses that may be reached although they are not public. */
  allowed: CidrSet;
  /** From the look-up of the name to the last byte, ms. */
  timeoutMs: number;
  /** Bytes of the decoded answer that are kept. */
  maxBytes: number;
  clock: Pick<Clock, 'monotonic'>;
  /** The system's resolver unless given. */
  lookup?: LookUp;
  signal?: AbortSignal;
  /** Told of an answer while it comes in; the rest of one that never ends can so be left. */
  listener?: AnswerListener;
};

export type AnswerListener = {
  begun(answer: { statusCode: number; headers: HeaderMap }): void;
  /** The next bytes of the decoded body; true: nothing more is wanted. */
  piece(bytes: Uint8Array): boolean;
};

/** What became of a request: an answer of any status, none, or nothing was sent. */
export type SendResult =
  | {
      outcome: 'answered';
      statusCode: number;
      headers: HeaderMap;
      /** Decoded, where its content encoding is known. */
      body: Uint8Array;
      /** True when `body` is the beginning only. */
      truncated: boolean;
      address: string | null;
      timing: ReplayTiming;
    }
  | { outcome: 'failed'; error: string; address: string | null; timing: ReplayTiming }
  | { outcome: 'refused'; reason: string };

/** Most bytes of an answer's headers. */
const maxHeaderBytes = 65_536;

const askSystem: LookUp = async (hostname) =>
  (await lookUp(hostname, { all: true })).map(({ address }) => address);

/**
 * Sends one request through the guard, on a connection of its own. Its address is judged when the connection is made, names after they
 * are looked up and literals alike, so that a name which changes its mind gains nothing. Redirects are not followed: they are the
 * answer. Never throws for what the other side does.
 */
export async function sendRequest(outgoing: OutgoingRequest, options: SendOptions): Promise<SendResult> {
  const refused = refuseUrl(outgoing.url);
  if (refused !== null) return { outcome: 'refused', reason: refused };
  // Loaded when it is first needed: most processes never send anything.
  const [{ Agent, request: send }, { connectGuarded }] = await Promise.all([
    import('undici'),
    import('./connect-guarded.ts'),
  ]);

  const { clock, timeoutMs, maxBytes } = options;
  const start = clock.monotonic();
  const seen: { address: string | null; connected: number | null; firstByte: number | null } = {
    address: null,
    connected: null,
    firstByte: null,
  };
  const timing = (): ReplayTiming => ({
    connected: seen.connected,
    firstByte: seen.firstByte,
    total: clock.monotonic() - start,
  });
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const agent = new Agent({
    connect: connectGuarded({
      allowed: options.allowed,
      lookup: options.lookup ?? askSystem,
      timeoutMs,
      onConnected(address) {
        seen.address = address;
        seen.connected = clock.monotonic() - start;
      },
    }),
    maxHeaderSize: maxHeaderBytes,
    // The one limit is the signal, which covers the whole of it.
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 0,
  });

  try {
    const answer = await send(outgoing.url, {
      method: outgoing.method as 'GET',
      headers: outgoing.headers,
      body: outgoing.body,
      dispatcher: agent,
      signal,
    });
    seen.firstByte = clock.monotonic() - start;
    const headers = toHeaderMap(answer.headers);
    const { statusCode } = answer;
    const { listener } = options;
    listener?.begun({ statusCode, headers });
    const isEnough = (piece: Uint8Array) => listener?.piece(piece) ?? false;
    const { bytes, truncated } = await readAnswer(answer.body, { headers, maxBytes, signal, isEnough });
    return {
      outcome: 'answered',
      statusCode,
      headers,
      body: bytes,
      truncated,
      address: seen.address,
      timing: timing(),
    };
  } catch (error) {
    const refusal = RefusedConnection.find(error);
    if (refusal) return { outcome: 'refused', reason: refusal.message };
    const reason = timeout.aborted ? `no whole answer within ${timeoutMs} ms` : explainFailure(error);
    return { outcome: 'failed', error: reason, address: seen.address, timing: timing() };
  } finally {
    await agent.destroy();
  }
}

function toHeaderMap(headers: Readonly<Record<string, string | string[] | undefined>>): HeaderMap {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), value]],
    ),
  );
}
