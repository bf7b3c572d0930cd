import { redacted } from './rules.ts';
import type { SecretNameTest } from './secret-name.ts';

/** Told of each redaction: where it was, dotted (`card.number`, `items.0.token`); '' is the value itself. */
export type OnRedacted = (path: string) => void;

export type JsonRedaction = {
  isSecret: SecretNameTest;
  /** Redacts a string value. */
  text: (text: string) => string;
  /** Redacts a key: by shape alone, a key being no name-value pair. */
  key: (key: string) => string;
};

/** Nesting kept; what lies deeper is replaced by a remark. */
const maxDepth = 100;

/** What replaces values that JSON cannot hold. */
const remarks = {
  circular: '[circular]',
  deep: '[nested too deep]',
  binary: '[binary]',
  unreadable: '[unreadable]',
} as const;

/**
 * A redacted copy of a value as JSON would write it: functions and undefined go, dates become ISO text, big integers decimal text,
 * errors their name, message and stack. Under a secret name any value but null is replaced whole; so is `value` beside a secret `name`
 * or `key`. Never throws, never shares an object with its input; `__proto__` is a key like any other.
 */
export function redactJson(
  value: unknown,
  redaction: JsonRedaction,
  onRedacted: OnRedacted = () => {},
): unknown {
  const open = new Set<object>();

  const walk = (node: unknown, path: readonly string[]): unknown => {
    if (typeof node === 'string') return replaced(node, redaction.text(node), path);
    if (typeof node === 'number') return Number.isFinite(node) ? redactNumber(node, path) : null;
    if (typeof node === 'bigint') return replaced(String(node), redaction.text(String(node)), path);
    if (typeof node === 'boolean' || node === null) return node;
    if (typeof node !== 'object') return undefined;
    if (ArrayBuffer.isView(node) || node instanceof ArrayBuffer) return remarks.binary;
    if (open.has(node)) return remarks.circular;
    if (path.length > maxDepth) return remarks.deep;
    open.add(node);
    try {
      return walkObject(node, path);
    } catch {
      return remarks.unreadable;
    } finally {
      open.delete(node);
    }
  };

  const walkObject = (node: object, path: readonly string[]): unknown => {
    if ('toJSON' in node && typeof node.toJSON === 'function') return walk(node.toJSON(), path);
    if (Array.isArray(node)) return node.map((item, n) => walk(item, [...path, String(n)]) ?? null);
    const entries: [string, unknown][] =
      node instanceof Error
        ? [['name', node.name], ['message', node.message], ['stack', node.stack], ...Object.entries(node)]
        : Object.entries(node);
    const namesSecret = namesASecret(entries);
    const parents = path.filter((part) => !/^\d+$/.test(part));
    const copy: Record<string, unknown> = {};
    for (const [key, item] of entries) {
      const at = [...path, key];
      const isSecret = redaction.isSecret(key, parents) || (key === 'value' && namesSecret);
      const kept =
        isSecret && item !== null && item !== undefined ? replaced(item, redacted, at) : walk(item, at);
      if (kept !== undefined) define(copy, redaction.key(key), kept);
    }
    return copy;
  };

  const namesASecret = (entries: readonly [string, unknown][]) =>
    entries.some(
      ([key, item]) =>
        (key === 'name' || key === 'key') && typeof item === 'string' && redaction.isSecret(item),
    );

  const redactNumber = (node: number, path: readonly string[]) => {
    const text = String(node);
    const kept = redaction.text(text);
    return kept === text ? node : replaced(node, kept, path);
  };

  const replaced = <T>(before: T, after: string, path: readonly string[]): string => {
    if (before !== after) onRedacted(path.map(redaction.key).join('.'));
    return after;
  };

  return walk(value, []);
}

/** Sets an own property, `__proto__` too; a key that redaction made equal to another gets a number. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  let free = key;
  for (let n = 2; Object.hasOwn(target, free); n++) free = `${key} ${n}`;
  Object.defineProperty(target, free, { value, enumerable: true, configurable: true, writable: true });
}
