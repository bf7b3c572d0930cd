/** Longest text of a value that is shown whole, characters. */
const maxWhole = 1_000;
/** Characters shown before the first that differs. */
const lead = 100;

type Values = { before?: unknown; after?: unknown };

/**
 * The two sides of a change as they are shown: big integers as text, and what is long cut to where the two begin to differ; an object
 * or array that is long becomes text. @returns the values that were given, and their length in characters.
 */
export function shortValues(values: Values): { shown: Values; length: number } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  const texts = entries.map(([, value]) => printValue(value));
  const start = texts.length < 2 ? 0 : Math.max(0, firstDifference(texts[0]!, texts[1]!) - lead);
  let length = 0;
  const shown = entries.map(([side, value], n) => {
    const text = texts[n]!;
    const kept =
      text.length > maxWhole ? cut(text, start) : typeof value === 'bigint' ? text : plain(value, text);
    length += Math.min(text.length, maxWhole);
    return [side, kept];
  });
  return { shown: Object.fromEntries(shown), length };
}

function cut(text: string, start: number): string {
  const end = start + maxWhole;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}

/** Objects by way of their text, which is free of big integers. */
function plain(value: unknown, text: string): unknown {
  return typeof value === 'object' && value !== null ? JSON.parse(text) : value;
}

function printValue(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'bigint') return String(value);
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
}

function firstDifference(one: string, other: string): number {
  let n = 0;
  while (n < one.length && one[n] === other[n]) n++;
  return n;
}
