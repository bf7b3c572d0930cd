/** The first of some attributes that is a text which is not empty, or a number; null when none is. Cut to `max` characters. */
export function readText(
  attributes: Readonly<Record<string, unknown>>,
  names: readonly string[],
  max = 200,
): string | null {
  for (const name of names) {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value !== '') return cutText(value, max);
  }
  return null;
}

/** The text, cut to so many characters, no surrogate pair halved. */
export function cutText(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}
