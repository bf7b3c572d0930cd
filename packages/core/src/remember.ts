/** Answers remembered. */
const maxRemembered = 2_000;
/** Longer texts are not remembered, characters. */
const maxLength = 200;

/** Remembers the answers to texts that come again and again; forgets all when there are too many. */
export function createMemory<T>(): (text: string, answer: () => T) => T {
  const remembered = new Map<string, T>();
  return (text, answer) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const found = answer();
    if (text.length > maxLength) return found;
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(text, found);
    return found;
  };
}
