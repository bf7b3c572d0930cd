import { AppError } from '@apiscope/core/errors';
import type { SealedHeaders } from '@apiscope/db/replay/targets/sealed-headers';
import { openHeaders } from './open-headers.ts';
import { sealHeaders } from './seal-headers.ts';

/**
 * Sets headers of a target, and takes those away that are null; the others stay. What was sealed is opened only when some of it
 * stays, so that headers of a lost key can be set anew.
 * @throws AppError SERVICE_UNAVAILABLE naming the variable when a value can't be sealed, or the others can't be opened
 */
export function changeHeaders(
  before: SealedHeaders,
  changes: Readonly<Record<string, string | null>>,
  { key, service }: { key: Uint8Array | null; service: string },
): SealedHeaders {
  const given = Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const staying = before.names.filter((name) => !Object.hasOwn(given, name));
  const opened = staying.length === 0 ? {} : openHeaders(before.sealed, { key, service });
  const set = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null);
  const values = {
    ...Object.fromEntries(staying.map((name) => [name, opened[name] ?? ''])),
    ...Object.fromEntries(set),
  };
  const names = Object.keys(values).sort();
  if (names.length === 0) return { names, sealed: null };
  if (key === null)
    throw new AppError(
      'SERVICE_UNAVAILABLE',
      'headers: their values are stored encrypted, and APISCOPE_SECRET_KEY is not set; `openssl rand -base64 32` makes one',
      { issues: [{ path: 'headers', message: 'APISCOPE_SECRET_KEY is not set' }] },
    );
  return { names, sealed: sealHeaders(values, { key, service }) };
}
