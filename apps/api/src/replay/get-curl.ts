import type { CurlCommand } from '@apiscope/core/replay/curl-schema';
import { toCurl } from '@apiscope/core/replay/to-curl';
import { getWholeSnapshot } from '@apiscope/db/replay/get-whole-snapshot';
import type { Deps } from '../deps.ts';
import { redactSnapshot } from '../export/redact-row.ts';

/**
 * The curl command of a snapshot, redacted once more on its way out, so that what was stored under older rules does not leave.
 * @throws AppError NOT_FOUND
 */
export async function getCurl(
  { db, redactor }: Pick<Deps, 'db' | 'redactor'>,
  id: number,
): Promise<CurlCommand> {
  return toCurl(redactSnapshot(redactor, await getWholeSnapshot(db, id)));
}
