/** Replaces what PostgreSQL cannot store in text, NUL characters and lone surrogates, by U+FFFD. */
export function safeText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
}

export type JsonLimits = {
  /** Levels of arrays and objects inside each other. */
  depth: number;
  /** Bytes as JSON in UTF-8. */
  bytes: number;
};

export type CheckedJson = { ok: true; value: unknown } | { ok: false; reason: string };

/**
 * Makes a JSON value storable as jsonb: text and keys through {@link safeText}, numbers that are not finite as null, `undefined`
 * left out. Works without recursion, so that no depth can exhaust the stack.
 * @returns the value, or why it is refused: too deep, or too large.
 */
export function checkJson(value: unknown, { depth, bytes }: JsonLimits): CheckedJson {
  const root: { value?: unknown } = {};
  const pending: { source: unknown; level: number; put: (copy: unknown) => void }[] = [
    { source: value, level: 0, put: (copy) => (root.value = copy) },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { source, level, put } = next;
    if (!isContainer(source)) {
      put(safeScalar(source));
      continue;
    }
    if (level >= depth) return { ok: false, reason: `nested deeper than ${depth} levels` };
    const copy: unknown[] | Record<string, unknown> = Array.isArray(source) ? [] : {};
    put(copy);
    // Last first, as the list of what is pending is taken from its end: keys keep their order.
    for (const [key, item] of Object.entries(source).reverse()) {
      if (item === undefined) continue;
      pending.push({ source: item, level: level + 1, put: (inner) => define(copy, safeText(key), inner) });
    }
  }
  const size = new TextEncoder().encode(JSON.stringify(root.value) ?? '').length;
  return size <= bytes
    ? { ok: true, value: root.value }
    : { ok: false, reason: `${size} bytes of JSON, at most ${bytes} are taken` };
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function safeScalar(value: unknown): unknown {
  if (typeof value === 'string') return safeText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'boolean' || value === null ? value : null;
}

/** Sets an own property even where its name is `__proto__`, which plain assignment would take as the prototype. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
