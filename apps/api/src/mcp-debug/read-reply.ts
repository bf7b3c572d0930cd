import type { HeaderMap } from '@apiscope/core/replay/schema';
import { createEventReader } from './event-reader.ts';

/** The result of a request, or why there is none; `isError` when the server itself says why. */
export type Reply = { result: Record<string, unknown> } | { problem: string; isError: boolean };

type Message = Record<string, unknown>;

/** Looks for the reply to a request in an answer that comes in piece by piece. */
export type ReplyReader = {
  /** True when the reply is there, so that the rest of a stream need not be waited for. */
  piece(bytes: Uint8Array): boolean;
  /** What there is once nothing more comes. */
  end(body: Uint8Array, truncated: boolean): Reply;
};

export function createReplyReader({ id, headers }: { id: number; headers: HeaderMap }): ReplyReader {
  const type = contentTypeOf(headers);
  if (type !== 'text/event-stream')
    return { piece: () => false, end: (body, truncated) => readJson({ id, type, body, truncated }) };

  const decoder = new TextDecoder();
  const events = createEventReader();
  const seen: Message[] = [];
  let garbage = 0;
  const isReply = (message: Message) => message.id === id && isResponse(message);
  return {
    piece(bytes) {
      const messages = events.push(decoder.decode(bytes, { stream: true })).flatMap(({ data }) => {
        const parsed = parse(data);
        if (parsed === undefined) garbage += 1;
        return [parsed].flat().filter(isMessage);
      });
      // Notifications may come for hours: only replies are kept.
      seen.push(...messages.filter(isResponse).slice(0, Math.max(0, 100 - seen.length)));
      return messages.some(isReply);
    },
    end(_, truncated) {
      const found = seen.find(isReply);
      if (found) return toReply(found);
      if (seen.length > 0) return otherId(seen[0]!, id);
      if (garbage > 0) return noReply('an event of the stream holds no JSON');
      return noReply(truncated ? tooLong : 'the stream ended without a reply');
    },
  };
}

const tooLong = 'the answer is too long to be read whole';

/** Media type of an answer, without parameters, in lower case. */
export function contentTypeOf(headers: HeaderMap): string {
  return ([headers['content-type'] ?? ''].flat()[0] ?? '').split(';')[0]!.trim().toLowerCase();
}

function readJson({
  id,
  type,
  body,
  truncated,
}: {
  id: number;
  type: string;
  body: Uint8Array;
  truncated: boolean;
}): Reply {
  if (type !== 'application/json')
    return noReply(
      `answered ${type === '' ? 'without a content type' : `with ${type}`}, not with application/json or text/event-stream: is this the address of an MCP server?`,
    );
  if (truncated) return noReply(tooLong);
  const parsed = parse(new TextDecoder().decode(body));
  if (parsed === undefined) return noReply('the answer is not valid JSON');
  const replies = [parsed].flat().filter(isMessage).filter(isResponse);
  const found = replies.find((message) => message.id === id);
  if (found) return toReply(found);
  const [other] = replies;
  return other ? otherId(other, id) : noReply('the answer is no reply of JSON-RPC 2.0');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'jsonrpc' in value && value.jsonrpc === '2.0';
}

function isResponse(message: Message): boolean {
  return 'result' in message || 'error' in message;
}

function noReply(problem: string): Reply {
  return { problem, isError: false };
}

function otherId(message: Message, id: number): Reply {
  // A request that could not be read is answered without its id.
  if ((message.id ?? null) === null && message.error !== undefined) return toReply(message);
  return noReply(
    `answered the id ${String(JSON.stringify(message.id)).slice(0, 100)}, where ${id} was asked`,
  );
}

function toReply({ error, result }: Message): Reply {
  if (error !== undefined) return { problem: explainError(error), isError: true };
  if (typeof result === 'object' && result !== null && !Array.isArray(result))
    return { result: result as Record<string, unknown> };
  return noReply('the result is no object');
}

function explainError(error: unknown): string {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Message;
  const text = typeof message === 'string' ? message.slice(0, 2_000) : 'without a message';
  return `the server answered with error ${typeof code === 'number' ? code : 'without a code'}: ${text}`;
}
