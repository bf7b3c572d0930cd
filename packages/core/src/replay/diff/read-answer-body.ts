import type { BodyInfo } from '../schema.ts';
import type { Answer } from './answer.ts';
import { parseExact } from './parse-exact.ts';

/** Nesting up to which bodies are compared as JSON. */
const maxDepth = 200;

/** A body for comparison: nothing, a text of which `json` is there when it is whole JSON, or one of which nothing is stored. */
export type AnswerBody =
  | { kind: 'none' }
  | { kind: 'text'; text: string; json?: { value: unknown }; isCut: boolean; size: number | null }
  | { kind: 'unstored'; why: string; size: number | null; sha256: string | null };

/** Reads the body of an answer. Without a content type, what looks like JSON is read as JSON. */
export function readAnswerBody({ statusCode, headers, body, bodyInfo }: Answer): AnswerBody {
  // 204 and 304 have no body whatever their headers announce (RFC 9110, 6.4.1).
  if (statusCode === 204 || statusCode === 304) return { kind: 'none' };
  if (body === '' && !bodyInfo?.truncated) return { kind: 'none' };
  if (body !== null && !bodyInfo?.omitted)
    return {
      kind: 'text',
      text: body,
      ...(!bodyInfo?.truncated && readJson(body, bodyInfo)),
      isCut: bodyInfo?.truncated ?? false,
      size: bodyInfo?.size ?? null,
    };
  if (bodyInfo?.omitted)
    return {
      kind: 'unstored',
      why: bodyInfo.omitted,
      size: bodyInfo.size,
      sha256: bodyInfo.sha256 ?? null,
    };
  // Nothing was stored of an answer that may well have had a body: one that has a type, or a length, has something.
  const [length] = [headers?.['content-length'] ?? []].flat();
  const isEmpty =
    headers !== null && (length === undefined ? !headers['content-type'] : Number(length) === 0);
  if (isEmpty) return { kind: 'none' };
  const size = length === undefined ? null : Number(length);
  return { kind: 'unstored', why: 'unread', size, sha256: null };
}

function readJson(text: string, info: BodyInfo | null): { json?: { value: unknown } } {
  const type = info?.contentType ?? null;
  if (type === null ? !/^\s*[[{]/.test(text) : !/\bjson\b/i.test(type)) return {};
  try {
    const value = parseExact(text);
    return isDeep(value, maxDepth) ? {} : { json: { value } };
  } catch {
    return {};
  }
}

function isDeep(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return left === 0 || Object.values(value).some((item) => isDeep(item, left - 1));
}
