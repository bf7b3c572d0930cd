import type { Clock } from '@apiscope/core/clock';
import type { CidrSet } from '@apiscope/core/geo/cidr-set';
import { type DebugStep, debugLimits } from '@apiscope/core/mcp/debug-schema';
import type { HeaderMap } from '@apiscope/core/replay/schema';
import { refuseUrl } from '@apiscope/replay/send/refuse-url';
import { type AnswerListener, type SendResult, sendRequest } from '@apiscope/replay/send/send-request';
import { explainStatus } from './explain-status.ts';
import type { TrafficMask } from './mask-traffic.ts';
import { contentTypeOf } from './read-reply.ts';

/** Bytes that are read of an answer. */
const maxBytes = 4 * 1024 * 1024;

/** How every request of a session leaves. */
export type Road = {
  mask: TrafficMask;
  allowed: CidrSet;
  clock: Pick<Clock, 'monotonic'>;
  signal: AbortSignal | undefined;
};

/** A request of HTTP, under the name of what it asks. */
export type Outgoing = {
  name: string;
  method: 'POST' | 'GET' | 'DELETE';
  url: string;
  headers: HeaderMap;
  body: string | null;
  timeoutMs: number;
};

/** An answer, or what of it came before it broke off. */
export type Received = {
  statusCode: number;
  headers: HeaderMap;
  body: Uint8Array;
  truncated: boolean;
  isWhole: boolean;
};

/** Sends one request through the guard of replay and tells it as a step, masked. */
export async function sendStep(
  { mask, allowed, clock, signal }: Road,
  { name, timeoutMs, ...request }: Outgoing,
  listener?: AnswerListener,
): Promise<{ step: DebugStep; received: Received | null }> {
  let begun: { statusCode: number; headers: HeaderMap } | null = null;
  let beginning: Buffer = Buffer.alloc(0);
  const result = await sendRequest(request, {
    allowed,
    clock,
    maxBytes,
    timeoutMs,
    ...(signal && { signal }),
    listener: {
      begun(answer) {
        begun = answer;
        listener?.begun(answer);
      },
      piece(bytes) {
        if (beginning.length < debugLimits.body) beginning = Buffer.concat([beginning, bytes]);
        return listener?.piece(bytes) ?? false;
      },
    },
  });
  const received = toReceived(result, begun, beginning);
  // A session id is a secret from the moment it is seen.
  for (const id of [received?.headers['mcp-session-id'] ?? []].flat()) mask.add(id);
  const step: DebugStep = {
    name,
    ...judge(result, request.url, mask),
    request: {
      method: request.method,
      url: mask.url(request.url),
      headers: mask.headers(request.headers),
      body: request.body === null ? null : cut(mask.body('application/json', request.body)).text,
    },
    response: received && showReceived(received, mask),
    address: result.outcome === 'refused' ? null : result.address,
    timing: result.outcome === 'refused' ? null : result.timing,
  };
  return { step, received };
}

function toReceived(
  result: SendResult,
  begun: { statusCode: number; headers: HeaderMap } | null,
  beginning: Buffer,
): Received | null {
  if (result.outcome === 'answered') return { ...result, isWhole: true };
  return begun && { ...begun, body: beginning, truncated: true, isWhole: false };
}

function judge(result: SendResult, url: string, mask: TrafficMask): Pick<DebugStep, 'status' | 'problem'> {
  if (result.outcome === 'failed') return { status: 'failed', problem: mask.text(result.error) };
  if (result.outcome === 'answered') {
    const problem = explainStatus(result.statusCode, result.headers);
    return { status: problem === null ? 'ok' : 'failed', problem: problem && mask.text(problem) };
  }
  const isByAddress = refuseUrl(url) === null;
  const hint = isByAddress ? '; whoever runs Apiscope can allow it by REPLAY_ALLOWED_CIDRS' : '';
  return { status: 'refused', problem: `${result.reason}${hint}` };
}

function showReceived(
  { statusCode, headers, body, truncated }: Received,
  mask: TrafficMask,
): DebugStep['response'] {
  const shown = cut(mask.body(contentTypeOf(headers), new TextDecoder().decode(body)));
  return {
    statusCode,
    headers: mask.headers(headers),
    body: shown.text,
    truncated: truncated || shown.isCut,
  };
}

function cut(text: string): { text: string; isCut: boolean } {
  return { text: text.slice(0, debugLimits.body), isCut: text.length > debugLimits.body };
}
