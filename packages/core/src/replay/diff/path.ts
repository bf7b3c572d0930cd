/** Prints where something is, dotted; a dot or backslash in a name gets a backslash before it. */
export function printPath(names: readonly string[]): string {
  return names.map((name) => name.replace(/[\\.]/g, '\\$&')).join('.');
}

/** The names of a dotted path; the inverse of {@link printPath}. */
export function parsePath(path: string): string[] {
  const names = [''];
  for (const [token] of path.matchAll(/\\[\s\S]|[^\\.]+|[\s\S]/g)) {
    if (token === '.') names.push('');
    else names[names.length - 1] += token.length > 1 && token.startsWith('\\') ? token.slice(1) : token;
  }
  return names;
}
