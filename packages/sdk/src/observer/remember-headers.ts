import type { Redactor } from '@apiscope/core/redact/redactor';
import type { HeaderMap } from '@apiscope/core/replay/schema';

/** Pairs remembered. */
const maxRemembered = 2_000;
/** Characters of a pair that is remembered. */
const maxLength = 300;

/**
 * Redacts headers, remembering those in which nothing was found: the same ones come with every request. Secrets are never remembered.
 */
export function createHeaderRedactor(redactor: Pick<Redactor, 'headers'>): (headers: HeaderMap) => HeaderMap {
  const harmless = new Map<string, Set<string>>();
  let remembered = 0;
  return (headers) => {
    const clean: HeaderMap = {};
    for (const name in headers) {
      const value = headers[name]!;
      if (typeof value === 'string' && harmless.get(name)?.has(value)) {
        clean[name] = value;
        continue;
      }
      const redacted = redactor.headers({ [name]: value });
      Object.assign(clean, redacted);
      if (typeof value !== 'string' || redacted[name] !== value || name.length + value.length > maxLength)
        continue;
      if (++remembered > maxRemembered) {
        harmless.clear();
        remembered = 0;
      }
      const values = harmless.get(name) ?? new Set();
      harmless.set(name, values.add(value));
    }
    return clean;
  };
}
