import type { DebugInput, DebugStep } from '@apiscope/core/mcp/debug-schema';
import type { HeaderMap } from '@apiscope/core/replay/schema';
import { createEventReader } from './event-reader.ts';
import { createReplyReader, type ReplyReader } from './read-reply.ts';
import { type Outgoing, type Received, type Road, sendStep } from './send-step.ts';

/** Longest wait for one answer, for all of them, and for that to the end of a session, ms. */
export const debugTimeouts = { step: 15_000, all: 40_000, end: 5_000 };
/** What a session id may be (Streamable HTTP): visible ASCII. */
const sessionIdShape = /^[\x21-\x7e]{1,1000}$/;

/** A conversation with one MCP server over Streamable HTTP. What the server does wrong is told by a step, never thrown. */
export type Session = {
  steps: readonly DebugStep[];
  hasSessionId(): boolean;
  /** Sends a request and waits for its reply. @returns its result; null when there is none, the last step says why */
  request(method: string, params: object): Promise<Record<string, unknown> | null>;
  /** Sends a notification, which is answered with nothing. @returns whether it was taken */
  notify(method: string): Promise<boolean>;
  /** Names the version that every further request is sent under. */
  speak(protocolVersion: string): void;
  /** Whether the server speaks the transport of before, which opens with an event that names another address. */
  speaksOldTransport(): Promise<boolean>;
  /** Ends the session, where there is one. A server need not let its clients do so. */
  end(): Promise<void>;
  /** Says what is wrong with the answer of the last step, although it is one. */
  fail(problem: string): void;
};

type SessionOptions = Pick<DebugInput, 'url' | 'authHeader'> & {
  userAgent: string;
  timeouts: typeof debugTimeouts;
};

export function openSession(road: Road, { url, authHeader, userAgent, timeouts }: SessionOptions): Session {
  const steps: DebugStep[] = [];
  const deadline = road.clock.monotonic() + timeouts.all;
  const ofSession: Record<string, string> = {
    'user-agent': userAgent,
    ...(authHeader && { [authHeader.name.toLowerCase()]: authHeader.value }),
  };
  let lastId = 0;

  const send = async (
    outgoing: Pick<Outgoing, 'name' | 'method' | 'body'> & { headers: HeaderMap; timeoutMs?: number },
    listener?: Parameters<typeof sendStep>[2],
  ) => {
    const left = Math.max(1, Math.round(deadline - road.clock.monotonic()));
    const headers = { ...outgoing.headers, ...ofSession };
    const sent = await sendStep(
      road,
      { timeoutMs: Math.min(timeouts.step, left), ...outgoing, url, headers },
      listener,
    );
    steps.push(sent.step);
    return sent;
  };
  const post = (name: string, message: object, listener?: Parameters<typeof sendStep>[2]) => {
    const headers = {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    };
    return send({ name, method: 'POST', headers, body: JSON.stringify(message) }, listener);
  };
  const fail = (problem: string) => {
    Object.assign(steps.at(-1)!, { status: 'failed', problem: road.mask.text(problem) });
  };

  return {
    steps,
    fail,
    hasSessionId: () => 'mcp-session-id' in ofSession,
    speak(protocolVersion) {
      ofSession['mcp-protocol-version'] = protocolVersion;
    },

    async request(method, params) {
      const id = ++lastId;
      let reader: ReplyReader | undefined;
      const { step, received } = await post(
        method,
        { jsonrpc: '2.0', id, method, params },
        {
          begun({ headers }) {
            reader = createReplyReader({ id, headers });
          },
          piece: (bytes) => reader!.piece(bytes),
        },
      );
      if (!received?.isWhole) return null;
      const reply = reader!.end(received.body, received.truncated);
      if (step.status === 'ok') {
        keepSessionId(ofSession, received);
        if ('result' in reply) return reply.result;
        fail(reply.problem);
      } else if ('problem' in reply && reply.isError) fail(`${step.problem}; ${reply.problem}`);
      return null;
    },

    async notify(method) {
      const { step } = await post(method, { jsonrpc: '2.0', method });
      return step.status === 'ok';
    },

    async speaksOldTransport() {
      const events = createEventReader();
      const decoder = new TextDecoder();
      let isOld = false;
      await send(
        { name: 'GET', method: 'GET', headers: { accept: 'text/event-stream' }, body: null },
        {
          begun: () => {},
          piece(bytes) {
            const opened = events.push(decoder.decode(bytes, { stream: true }));
            isOld ||= opened.some(({ event }) => event === 'endpoint');
            return isOld;
          },
        },
      );
      return isOld;
    },

    async end() {
      if (!('mcp-session-id' in ofSession)) return;
      const { step } = await send({
        name: 'DELETE',
        method: 'DELETE',
        headers: {},
        body: null,
        timeoutMs: timeouts.end,
      });
      if (step.response?.statusCode === 405) Object.assign(step, { status: 'ok', problem: null });
    },
  };
}

function keepSessionId(ofSession: Record<string, string>, { headers }: Received): void {
  const id = [headers['mcp-session-id'] ?? []].flat()[0];
  if ('mcp-session-id' in ofSession || id === undefined || !sessionIdShape.test(id)) return;
  ofSession['mcp-session-id'] = id;
}
