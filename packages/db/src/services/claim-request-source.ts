import { ownService } from '@apiscope/core/services/own-service';
import { type RequestSource, requestSourceMs, requestSources } from '@apiscope/core/services/request-source';
import type { Tx } from '../client.ts';
import { ensureServices } from './ensure-services.ts';

/** A source that was heard this long ago is not written down again, ms, so that batches don't wait for each other. */
const freshMs = 60_000;

type Stored = { source: RequestSource | null; at: Date | null };

/**
 * Says whether requests that this source tells of are counted, and takes note of it if they are. A service has one source of request
 * metrics at a time, so that no request counts twice: its SDK, else its spans, else its histograms. A lower one is not counted within 24 h of
 * a higher one. Apiscope's own requests are counted where they are answered.
 * @param at now, milliseconds since the UTC epoch
 */
export async function claimRequestSource(
  tx: Tx,
  { service, source, at }: { service: string; source: RequestSource; at: number },
): Promise<boolean> {
  if (service === ownService) return source === 'sdk';
  await ensureServices(tx, [service]);
  const [stored] = await tx.$queryRaw<Stored[]>`
    SELECT request_source AS source, request_source_at AS at FROM services WHERE name = ${service}`;
  if (stored?.source === source && stored.at!.getTime() > at - freshMs) return true;
  // Asked again under the lock of the row, as another source may have come first.
  const higher = requestSources.slice(0, requestSources.indexOf(source));
  const claimed = await tx.$executeRaw`
    UPDATE services SET request_source = ${source}, request_source_at = greatest(request_source_at, ${new Date(at)}), updated_at = now()
    WHERE name = ${service} AND (request_source IS NULL OR request_source <> ALL (${[...higher]}::text[])
      OR request_source_at < ${new Date(at - requestSourceMs)})`;
  return claimed === 1;
}
