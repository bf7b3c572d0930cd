/**
 * Shortens a value to about `max` characters of JSON and keeps its type: a text is cut, a list loses what is last, a flat list and a map of
 * texts also what is long in them. Of any other object, which no schema of a tool holds to a shape when it is that long, the beginning of
 * its JSON is left, as text.
 */
export function shortenValue(value: unknown, max: number): { value: unknown; isCut: boolean } {
  if (typeof value === 'string') return cutText(value, max);
  if (typeof value !== 'object' || value === null) return { value, isCut: false };
  const json = JSON.stringify(value);
  if (json.length <= max) return { value, isCut: false };
  if (Array.isArray(value)) {
    const items: readonly unknown[] = isFlatList(value) ? cutTexts(value, max) : value;
    return { value: takeWhileShort(items, max), isCut: true };
  }
  if (!isTextMap(value)) return cutText(json, max);
  const entries = Object.entries(value).map(([name, each]) => [name, cutEach(each, max)] as const);
  return { value: Object.fromEntries(takeWhileShort(entries, max)), isCut: true };
}

function cutText(text: string, max: number): { value: string; isCut: boolean } {
  if (text.length <= max) return { value: text, isCut: false };
  // No half of a surrogate pair is left behind.
  const kept = text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
  return { value: `${kept}… [${text.length - kept.length} characters more]`, isCut: true };
}

/** So that one long text does not push all others out. */
function cutTexts(items: readonly unknown[], max: number): unknown[] {
  return items.map((item) => (typeof item === 'string' ? cutText(item, max / 4).value : item));
}

function cutEach(value: string | string[], max: number): unknown {
  return typeof value === 'string' ? cutText(value, max / 4).value : cutTexts(value, max);
}

function takeWhileShort<T>(items: readonly T[], max: number): T[] {
  let length = 2;
  const end = items.findIndex((item) => {
    length += JSON.stringify(item).length + 1;
    return length > max;
  });
  return end === -1 ? [...items] : items.slice(0, end);
}

function isFlatList(value: object): value is unknown[] {
  return Array.isArray(value) && value.every((each) => typeof each !== 'object' || each === null);
}

function isTextMap(value: object): value is Record<string, string | string[]> {
  return (
    !Array.isArray(value) &&
    Object.values(value).every((each) => typeof each === 'string' || (isFlatList(each) && each.every(isText)))
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
