import { type ImportedHar, maxHarBytes } from '../../packages/core/src/replay/import-schema.ts';
import type { ApiClient } from './api-client.ts';
import { openInput } from './open-input.ts';
import type { ImportArguments } from './parse-arguments.ts';
import type { Retention } from './read-retention.ts';
import { RefusedError } from './send-block.ts';

/**
 * Sends a HAR file, which the server stores whole or not at all.
 * @returns what became of it, in words. @throws RefusedError when the file, or the server, will not have it; ServerAwayError.
 */
export async function importHarFile(
  path: string,
  options: Pick<ImportArguments, 'service' | 'again'>,
  { api, retention, now }: { api: ApiClient; retention: Retention; now: number },
): Promise<string> {
  const input = await openInput(path);
  const query = new URLSearchParams({
    ...(options.service !== null && { service: options.service }),
    ...(options.again && { again: 'true' }),
  });
  const file = await readJson(input.name, input.read());
  const { data, error } = await api.request('POST', `/import/har${query.size > 0 ? `?${query}` : ''}`, file);
  if (error) throw new RefusedError(`${input.name}: ${error.message}`);
  return describe(input.name, data as ImportedHar, {
    url: api.url,
    oldest: now - retention.snapshots * 86_400_000,
  });
}

async function readJson(name: string, pieces: AsyncIterable<Uint8Array>): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > maxHarBytes)
      throw new RefusedError(
        `${name}: larger than the ${maxHarBytes / 1024 / 1024} MiB that a HAR file may have`,
      );
    chunks.push(piece);
  }
  try {
    return JSON.parse(new TextDecoder().decode(Buffer.concat(chunks)));
  } catch {
    throw new RefusedError(`${name}: no HAR file: it is not valid JSON`);
  }
}

function describe(
  name: string,
  { imported, duplicate, skipped, services, from, to }: ImportedHar,
  { url, oldest }: { url: string; oldest: number },
): string {
  const text = [`${name}: ${imported.toLocaleString('en')} requests stored as snapshots`];
  if (duplicate) text.push('  it was imported before, so nothing is stored again (--again stores it)');
  if (skipped > 0) text.push(`  ${skipped} entries are no HTTP and left out`);
  if (from !== null && Date.parse(from) < oldest)
    text.push('  some are older than snapshots are kept: the next cleanup removes those that nobody pins');
  if (from !== null && to !== null) {
    const query = new URLSearchParams({ from, to: new Date(Date.parse(to) + 1_000).toISOString() });
    if (services.length === 1) query.set('service', services[0]!);
    text.push(`  look at ${url}/dashboard/replay?${query.toString().replaceAll('%3A', ':')}`);
  }
  return text.join('\n');
}
