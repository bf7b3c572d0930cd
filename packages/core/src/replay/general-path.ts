import { parsePath, printPath } from './diff/path.ts';

/** A place of an answer with the items of its arrays taken together: `body.items.3.at` is `body.items.*.at`. */
export function generalPath(path: string): string {
  const [first, ...rest] = parsePath(path);
  const names = rest.map((name) => (first === 'body' && /^\d+$/.test(name) ? '*' : name));
  return printPath([first ?? '', ...names]);
}
