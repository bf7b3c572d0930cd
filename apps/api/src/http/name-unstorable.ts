import { AppError, badParameter, type Issue } from '@apiscope/core/errors';
import { causesOf } from './causes-of.ts';

/** What PostgreSQL has no place for in text: NUL, and in JSON half a surrogate pair too. */
const unstorable = /\0|\p{Surrogate}/u;
const reason = 'holds a NUL character or a lone surrogate, which cannot be stored';
/** How deep, and into how many places, is looked for the parameters at fault: enough for any form, never a burden. */
const most = { depth: 20, issues: 100 };

/**
 * Makes what PostgreSQL says to a text that it cannot store the caller's own 400, which names every parameter that holds one. It is asked
 * once the database refused, so that inputs without any, and those whose texts are replaced before they are stored, pay nothing.
 * @returns null when the failure is another one
 */
export function nameUnstorable(error: unknown, input: unknown): AppError | null {
  if (!isUnstorable(error)) return null;
  const issues = findUnstorable(input, []);
  if (issues.length === 0) return badParameter('input', reason);
  return new AppError('BAD_REQUEST', issues.map(({ path, message }) => `${path}: ${message}`).join('; '), {
    issues,
    cause: error,
  });
}

/** SQLSTATE 22021: NUL in text. 22P05: NUL in JSON. 22P02 says of JSON among others that a surrogate stands alone. */
function isUnstorable(error: unknown): boolean {
  return causesOf(error).some(
    ({ code, message }) =>
      code === '22021' || code === '22P05' || (code === '22P02' && message.includes('type json')),
  );
}

function findUnstorable(value: unknown, path: readonly string[]): Issue[] {
  if (typeof value === 'string')
    return unstorable.test(value) ? [{ path: path.join('.') || 'input', message: reason }] : [];
  if (typeof value !== 'object' || value === null || path.length >= most.depth) return [];
  const issues: Issue[] = [];
  for (const [name, each] of Object.entries(value)) {
    if (issues.length >= most.issues) break;
    issues.push(...findUnstorable(each, [...path, name]));
  }
  return issues;
}
