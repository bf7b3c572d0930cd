import { checkJson } from '@apiscope/core/logs/safe-json';
import type { ResponseDiff } from '@apiscope/core/replay/diff-schema';

/** Beyond what a diff comes to by its own bounds. */
const limits = { depth: 500, bytes: 16 * 1024 * 1024 };

/** A diff that PostgreSQL can store: JSON may name and hold characters that it cannot. */
export function storableDiff(diff: ResponseDiff): ResponseDiff {
  const checked = checkJson(diff, limits);
  if (checked.ok) return checked.value as ResponseDiff;
  const more = diff.more + diff.changes.length;
  return { ...diff, changes: [], ignored: [], more, notes: [...diff.notes, `not kept: ${checked.reason}`] };
}
