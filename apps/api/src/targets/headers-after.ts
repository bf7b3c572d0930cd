import { badParameter } from '@apiscope/core/errors';
import type { UpdateTargetInput } from '@apiscope/core/replay/target-schema';
import type { SealedHeaders } from '@apiscope/db/replay/targets/sealed-headers';
import type { TargetBefore } from '@apiscope/db/replay/targets/update-target';
import { changeHeaders } from '@apiscope/replay/seal/change-headers';

/**
 * The headers of a target after a change. Values that nobody may read must not be had by pointing the target at a host of one's own,
 * so with another origin each of them is given anew or taken away.
 * @throws AppError BAD_REQUEST naming `headers` when some would go along to another origin; SERVICE_UNAVAILABLE as `changeHeaders` does
 */
export function headersAfter(
  { service, baseUrl, headers }: TargetBefore,
  { baseUrl: nextUrl, headers: changes = {} }: UpdateTargetInput,
  key: Uint8Array | null,
): SealedHeaders {
  const given = new Set(Object.keys(changes).map((name) => name.toLowerCase()));
  const staying = headers.names.filter((name) => !given.has(name));
  if (nextUrl !== undefined && new URL(nextUrl).origin !== new URL(baseUrl).origin && staying.length > 0)
    throw badParameter(
      'headers',
      `the base URL leads to another host: give a value, or null, for ${staying.join(', ')}`,
    );
  return given.size === 0 ? headers : changeHeaders(headers, changes, { key, service });
}
