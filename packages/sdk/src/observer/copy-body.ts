import { isTextual } from '@apiscope/core/replay/is-textual';
import type { BodyInfo } from '@apiscope/core/replay/schema';
import type { BodyKind } from '../options.ts';

/** The beginning of a body that passed by, with its size so far. */
export type BodyCopy = {
  readonly kept: (Uint8Array | string)[];
  /** Bytes kept at most, and kept. */
  readonly limit: number;
  keptSize: number;
  /** Bytes that passed. */
  size: number;
  wasRead: boolean;
};

export function startCopy(limit: number): BodyCopy {
  return { kept: [], limit, keptSize: 0, size: 0, wasRead: false };
}

/** Adds bytes that pass by. They are copied: whoever owns them may use the memory again. */
export function copyBytes(copy: BodyCopy, bytes: Uint8Array): void {
  const room = copy.limit - copy.keptSize;
  if (room > 0) {
    const kept = bytes.slice(0, room);
    copy.kept.push(new Uint8Array(kept));
    copy.keptSize += kept.length;
  }
  copy.size += bytes.length;
}

/** Adds a text of `size` bytes in UTF-8. */
export function copyText(copy: BodyCopy, text: string, size: number): void {
  if (copy.keptSize < copy.limit) {
    copy.kept.push(text);
    copy.keptSize += size;
  }
  copy.size += size;
}

/** Characters kept of a content type. */
const longestType = 200;

/** A body as it is sent: its text where it may be kept, and why not otherwise. */
export type SeenBody = { text: string | null; info: BodyInfo };

/** Describes a body that passed by; null where there was none, or where bodies of its kind are not asked for. */
export function describeCopy(
  copy: BodyCopy | null,
  about: {
    contentType: string | null;
    isEncoded: boolean;
    size: number | null;
    kinds: ReadonlySet<BodyKind>;
  },
): SeenBody | null {
  const { size, kinds } = about;
  const contentType = about.contentType?.slice(0, longestType) ?? null;
  if (copy === null || size === 0 || (copy.size === 0 && size === null)) return null;
  const omit = (omitted: BodyInfo['omitted']): SeenBody => ({
    text: null,
    info: { contentType, size, truncated: false, omitted },
  });
  if (!copy.wasRead) return omit('unread');
  if (/^multipart\//i.test(contentType ?? '')) return omit('multipart');
  if (/^text\/event-stream/i.test(contentType ?? '')) return omit('stream');
  if (about.isEncoded || (contentType !== null && !isTextual(contentType))) return omit('binary');
  if (!kinds.has(kindOf(contentType))) return null;
  const text = decode(copy);
  return text === null
    ? omit('binary')
    : { text, info: { contentType, size, truncated: copy.size > copy.limit, omitted: null } };
}

function kindOf(contentType: string | null): BodyKind {
  if (contentType !== null && /\bjson\b|\bndjson\b|graphql/i.test(contentType)) return 'json';
  return contentType !== null && /x-www-form-urlencoded/i.test(contentType) ? 'form' : 'text';
}

/** UTF-8 text without the character that the cut may have split; null when it is none. */
function decode({ kept, limit }: BodyCopy): string | null {
  const [first] = kept;
  if (kept.length === 1 && typeof first === 'string' && first.length * 3 <= limit) return first;
  const bytes = new Uint8Array(limit);
  let at = 0;
  for (const piece of kept) {
    const chunk = typeof piece === 'string' ? new TextEncoder().encode(piece.slice(0, limit - at)) : piece;
    const fitting = chunk.subarray(0, limit - at);
    bytes.set(fitting, at);
    at += fitting.length;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, at), { stream: true });
  } catch {
    return null;
  }
}
