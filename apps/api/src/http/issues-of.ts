import type { Issue } from '@apiscope/core/errors';
import type { ZodError } from 'zod';

type ZodIssue = ZodError['issues'][number];

/** Issues that are told of one input: whoever sends a hundred thousand wrong names is not answered with as many. */
const maxIssues = 100;

/**
 * Lists what is wrong with an input, one issue a parameter, the first of them when there are very many; an input that is wrong as a whole is
 * called `body`.
 */
export function issuesOf(error: ZodError): Issue[] {
  const found: Issue[] = [];
  for (const issue of error.issues) {
    found.push(...flatten(issue, []).slice(0, maxIssues - found.length));
    if (found.length === maxIssues) break;
  }
  return found;
}

function flatten(issue: ZodIssue, parent: PropertyKey[]): Issue[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue, path);
  if (issue.code === 'invalid_union') {
    const closest = issue.errors.reduce<(typeof issue.errors)[number] | undefined>(
      (best, errors) => (best === undefined || depth(errors) > depth(best) ? errors : best),
      undefined,
    );
    if (closest && depth(closest) > 0) return closest.flatMap((inner) => flatten(inner, path));
  }
  return [{ path: pathText(path), message: lowerFirst(issue.message) }];
}

function unknownKeys(issue: Extract<ZodIssue, { code: 'unrecognized_keys' }>, path: PropertyKey[]): Issue[] {
  const lines = issue.message.split('\n');
  return issue.keys.slice(0, maxIssues).map((key, at) => ({
    path: pathText([...path, key]),
    message:
      lines.length === issue.keys.length && !/^Unrecognized key/.test(issue.message)
        ? lines[at]!
        : 'unknown parameter',
  }));
}

function depth(issues: readonly { path: PropertyKey[] }[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'body' : path.map(String).join('.');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
