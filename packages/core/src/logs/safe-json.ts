import { setOwn } from '../set-own.ts';

/** Replaces what PostgreSQL cannot store in text, NUL characters and lone surrogates, by U+FFFD. */
export function safeText(text: string): string {
  // Most texts have neither, nor a surrogate pair.
  if (!text.includes('\0') && !/[\uD800-\uDFFF]/.test(text)) return text;
  return text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
}

export type JsonLimits = {
  /** Levels of arrays and objects inside each other. */
  depth: number;
  /** Bytes as JSON in UTF-8. */
  bytes: number;
};

export type CheckedJson = { ok: true; value: unknown } | { ok: false; reason: string };

/** Bytes of JSON that a scalar, and a character of a text, may come to, separators included. */
const most = { scalar: 26, character: 6, quotes: 4 };

/** A copy under way: `bound` is no fewer bytes than the JSON of what was copied. */
type Copy = { depth: number; isTooDeep: boolean; bound: number };

/**
 * Makes a JSON value storable as jsonb: text and keys through {@link safeText}, numbers that are not finite as null, `undefined`
 * left out. Goes no deeper than the limit, so that no depth can exhaust the stack.
 * @returns the value, or why it is refused: too deep, or too large.
 */
export function checkJson(value: unknown, { depth, bytes }: JsonLimits): CheckedJson {
  const state: Copy = { depth, isTooDeep: false, bound: 0 };
  const copied = copyNode(state, value, 0);
  if (state.isTooDeep) return { ok: false, reason: `nested deeper than ${depth} levels` };
  if (state.bound > bytes) {
    const size = new TextEncoder().encode(JSON.stringify(copied)).length;
    if (size > bytes) return { ok: false, reason: `${size} bytes of JSON, at most ${bytes} are taken` };
  }
  return { ok: true, value: copied };
}

function copyNode(state: Copy, node: unknown, level: number): unknown {
  if (typeof node === 'string') return copyText(state, node);
  if (typeof node !== 'object' || node === null) {
    state.bound += most.scalar;
    return safeScalar(node);
  }
  state.bound += most.quotes;
  state.isTooDeep ||= level >= state.depth;
  if (state.isTooDeep) return null;
  if (Array.isArray(node)) return node.map((item) => copyNode(state, item, level + 1));
  const copied: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(node)) {
    if (item !== undefined) setOwn(copied, copyText(state, key), copyNode(state, item, level + 1));
  }
  return copied;
}

function copyText(state: Copy, text: string): string {
  state.bound += text.length * most.character + most.quotes;
  return safeText(text);
}

function safeScalar(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'boolean' ? value : null;
}
