import type { StreamGap } from '@apiscope/core/logs/schema';
import { TRPCError, tracked } from '@trpc/server';
import { toAppError } from '../http/to-app-error.ts';
import type { Context } from '../trpc/context.ts';
import type { Feed, Subscription } from './feed.ts';

/**
 * Follows a feed as a tRPC subscription: each row, or gap, is tracked by its cursor, so that a client resumes after it. When the caller
 * may no more it fails with the refusal, which a client does not try again.
 */
export async function* trackEvents<Row>(
  ctx: Context,
  feed: Feed<Row>,
  { signal, ...subscription }: Subscription,
) {
  const permit = ctx.deps.watchCaller(ctx, 'read');
  try {
    const ending = AbortSignal.any([permit.signal, ...(signal ? [signal] : [])]);
    for await (const event of feed.follow({ ...subscription, signal: ending })) {
      const data: Row | StreamGap = 'gap' in event ? { gap: event.gap } : event.row;
      yield tracked(event.cursor, data);
    }
    if (!permit.signal.aborted) return;
    const cause = toAppError(permit.signal.reason);
    throw new TRPCError({ code: cause.code, message: cause.message, cause });
  } finally {
    permit.stop();
  }
}
