import { AppError, badParameter } from '@apiscope/core/errors';
import { createByteCollector } from './collect-bytes.ts';
import type { BodyLimit, OpenBody } from './open-body.ts';
import { parseJson } from './parse-json.ts';

/** Largest request body unless the route says otherwise, bytes. */
export const defaultMaxBody = 1024 * 1024;

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * Reads a request's body as JSON, plain or gzip; undefined when there is none.
 * @throws AppError PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, or BAD_REQUEST when it is no UTF-8 JSON.
 */
export async function readJsonBody(
  request: Request,
  { body, limit }: { body: OpenBody; limit: BodyLimit },
): Promise<unknown> {
  const bytes = await readBytes(body.pieces);
  if (bytes.length === 0) return undefined;
  if (!json.test(request.headers.get('content-type') ?? '')) throw otherType(limit);
  return parseJson(decode(bytes));
}

/** Reads a body to its end. */
export async function readBytes(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const collector = createByteCollector();
  for await (const piece of pieces) collector.add(piece);
  return collector.take();
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badParameter('body', 'is not valid JSON');
  }
}

function otherType({ hint }: BodyLimit): AppError {
  const message = 'the body must be sent as content-type: application/json';
  return new AppError('UNSUPPORTED_MEDIA_TYPE', hint ? `${message}; ${hint}` : message);
}
