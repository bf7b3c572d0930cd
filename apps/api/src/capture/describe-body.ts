import { isTextual } from '@apiscope/core/replay/is-textual';
import { maxKept } from '@apiscope/core/replay/keep-text';
import type { BodyInfo } from '@apiscope/core/replay/schema';
import type { BodyTap } from '@apiscope/core/replay/tap-body';

/** A body as it was seen: its text where there is any, and why not otherwise. */
export type SeenBody = { text: string | null; info: BodyInfo };

/** Describes what a tap has seen; null when there was no body. */
export function describeBody(tap: BodyTap | null, headers: Headers): SeenBody | null {
  const contentType = headers.get('content-type');
  if (tap === null || (tap.end() === 'complete' && tap.size() === 0)) return null;
  const truncated = tap.size() > maxKept;
  const size = tap.end() === 'complete' ? tap.size() : null;
  const omit = (omitted: BodyInfo['omitted']): SeenBody => ({
    text: null,
    info: { contentType, size, truncated: false, omitted },
  });
  if (!tap.wasRead()) return omit('unread');
  if (/^multipart\//i.test(contentType ?? '')) return omit('multipart');
  if (/^text\/event-stream/i.test(contentType ?? '')) return omit('stream');
  if (headers.has('content-encoding') || (contentType !== null && !isTextual(contentType)))
    return omit('binary');
  const text = decode(tap.kept());
  return text === null ? omit('binary') : { text, info: { contentType, size, truncated, omitted: null } };
}

/** UTF-8 text, without the character that the cut may have split; null when it is none. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}
