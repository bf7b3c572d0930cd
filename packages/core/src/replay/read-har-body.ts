import { isTextual } from './is-textual.ts';
import { keepText } from './keep-text.ts';
import type { BodyInfo } from './schema.ts';

/** A body as it is kept, nothing redacted yet. */
export type KeptBody = { text: string | null; info: BodyInfo };

/** A body as a HAR file tells it. */
export type WrittenBody = {
  text: string | null;
  isBase64: boolean;
  /** Null when it is not told. */
  contentType: string | null;
  /** Bytes, null when unknown. */
  size: number | null;
  /** What Apiscope's own export says of a body that it hasn't whole. */
  comment: string | null;
};

/** Keeps of a body what capture would have kept of it: the beginning of a text, the type and size of anything else. Null: there was none. */
export function readHarBody({ text, isBase64, contentType, size, comment }: WrittenBody): KeptBody | null {
  const omit = (omitted: BodyInfo['omitted'], bytes = size): KeptBody => ({
    text: null,
    info: { contentType, size: bytes, truncated: false, omitted },
  });
  const told = omissions.find((reason) => comment === `not stored: ${reason}`);
  if (told) return omit(told);
  const isText = contentType === null || isTextual(contentType);
  if (text === null || text === '') {
    if (comment === null && !size) return null;
    return omit(isText ? 'unread' : 'binary');
  }
  if (/^multipart\//i.test(contentType ?? '')) return omit('multipart');
  if (/^text\/event-stream/i.test(contentType ?? '')) return omit('stream');
  const bytes = isBase64 ? decodeBase64(text) : null;
  if (!isText || (isBase64 && bytes === null)) return omit('binary', size ?? bytes?.length ?? null);
  const decoded = bytes === null ? text : decodeText(bytes);
  if (decoded === null) return omit('binary', size ?? bytes?.length ?? null);
  const kept = keepText(decoded);
  const truncated = kept.truncated || comment === 'only the beginning is stored';
  const whole = truncated && !kept.truncated ? size : (size ?? kept.size);
  return { text: kept.text, info: { contentType, size: whole, truncated, omitted: null } };
}

const omissions = ['binary', 'multipart', 'stream', 'unread'] as const;

function decodeBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
