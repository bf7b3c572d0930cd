import { randomId, systemRandom } from '@apiscope/core/ids';

/** RFC 9562 version 4 UUID. Node 18 has no global Web Crypto; there the digits are those of its ordinary random numbers. */
export function newBatchId(): string {
  const { crypto } = globalThis as { crypto?: Crypto };
  if (crypto?.randomUUID !== undefined) return randomId();
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () =>
    Math.floor(systemRandom() * 16).toString(16),
  );
}
