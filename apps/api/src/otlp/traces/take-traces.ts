import type { ObservedRequest } from '@apiscope/core/ingest/schema';
import type { NewSpan } from '@apiscope/db/traces/new-span';
import { requireService } from '../../access/require-access.ts';
import { createBreather } from '../../http/breathe.ts';
import { toAppError } from '../../http/to-app-error.ts';
import { createRejections } from '../outcome.ts';
import { plainAttributes } from '../plain-value.ts';
import { type Origin, readOrigin } from '../read-origin.ts';
import type { TakeBatch } from '../take-batch.ts';
import { readClientAddress } from './read-client-address.ts';
import { readServerRequest } from './read-server-request.ts';
import { storeTraces } from './store-traces.ts';
import { toSpan } from './to-span.ts';

/** The kind of the span of who is asked, in OTLP. */
const serverKind = 2;

/** A span that is to be stored, with the request it tells of, when it tells of one. */
export type TakenSpan = NewSpan & { request: ObservedRequest | null; origin: Origin };

/** Stores the spans of a request, those that can be, and counts the requests that those which are new tell of. */
export const takeTraces: TakeBatch<'ExportTraceServiceRequest'> = async (
  deps,
  { resourceSpans },
  { actor, claim },
) => {
  const rejections = createRejections();
  const breather = createBreather(deps.clock);
  const taken: TakenSpan[] = [];
  const now = deps.clock.now();
  for (const { resource, scopeSpans } of resourceSpans) {
    const origin = readOrigin(resource, actor.service);
    requireService(actor, origin.service);
    for (const { scope, spans } of scopeSpans) {
      for (const sent of spans) {
        const read = { sent, attributes: plainAttributes(sent.attributes) };
        try {
          const span = toSpan(deps, read, { origin, scope, now });
          const ip = readClientAddress(read.attributes, deps.settings);
          const request = sent.kind === serverKind ? readServerRequest(read, { ip }) : null;
          taken.push({ ...span, origin, statusCode: request?.statusCode ?? null, request });
        } catch (error) {
          const { code, message } = toAppError(error);
          if (code !== 'BAD_REQUEST') throw error;
          rejections.add(message);
        }
        if (breather.isDue()) await breather.rest();
      }
    }
  }
  const stored = await storeTraces(deps, taken, { claim, now });
  return rejections.outcome({ taken: taken.length, stored });
};
