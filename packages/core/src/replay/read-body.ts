import type { BodyInfo } from './schema.ts';

/** A stored body: parsed where it is whole JSON, else the text as it is. */
export function readBody(text: string | null, info: BodyInfo | null): unknown {
  if (text === null || !info || info.truncated || !/\bjson\b/i.test(info.contentType ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
