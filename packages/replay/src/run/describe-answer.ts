import { createHash } from 'node:crypto';
import { isTextual } from '@apiscope/core/replay/is-textual';
import { maxKept } from '@apiscope/core/replay/keep-text';
import type { BodyInfo, HeaderMap } from '@apiscope/core/replay/schema';

/**
 * What is kept of the body of an answer, as capture keeps it: the beginning of a text, and of anything else type, size and SHA-256.
 * `isCut` says that `body` is only the beginning. No body is an empty text.
 */
export function describeAnswer({
  headers,
  body,
  isCut,
}: {
  headers: HeaderMap;
  body: Uint8Array;
  isCut: boolean;
}): { text: string | null; info: BodyInfo } {
  const contentType = [headers['content-type'] ?? []].flat()[0] ?? null;
  const size = isCut ? null : body.length;
  const omit = (omitted: BodyInfo['omitted']) => ({
    text: null,
    info: { contentType, size, truncated: false, omitted, ...(!isCut && { sha256: hash(body) }) },
  });
  if (body.length === 0) return { text: '', info: { contentType, size, truncated: isCut, omitted: null } };
  if (/^multipart\//i.test(contentType ?? '')) return omit('multipart');
  if (/^text\/event-stream/i.test(contentType ?? '')) return omit('stream');
  if (contentType !== null && !isTextual(contentType)) return omit('binary');
  const truncated = isCut || body.length > maxKept;
  const text = decode(body.subarray(0, maxKept));
  return text === null ? omit('binary') : { text, info: { contentType, size, truncated, omitted: null } };
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** UTF-8 text, without the character that the cut may have split; null when it is none. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}
