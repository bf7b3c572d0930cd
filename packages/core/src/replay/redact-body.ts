import type { Redactor } from '../redact/redactor.ts';
import type { BodyInfo } from './schema.ts';

/**
 * The text of a body; byte for byte as it came where nothing in it is a secret, so that a replay can be exact. `onRedacted` is told
 * where something was replaced.
 */
export function redactBody(
  redactor: Redactor,
  { text, info }: { text: string | null; info: BodyInfo | null },
  onRedacted: (path: string) => void = () => {},
): string | null {
  if (text === null) return null;
  let changed = false;
  const contentType = info?.contentType ?? (/^\s*[[{]/.test(text) ? 'application/json' : null);
  const clean = redactor.body({ contentType, text }, (path) => {
    changed = true;
    onRedacted(path);
  });
  if (!changed) return text;
  return typeof clean === 'string' ? clean : JSON.stringify(clean);
}
