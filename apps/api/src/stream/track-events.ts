import type { StreamGap } from '@apiscope/core/logs/schema';
import { tracked } from '@trpc/server';
import type { Feed, Subscription } from './feed.ts';

/** Follows a feed as a tRPC subscription: each row, or gap, is tracked by its cursor, so that a client resumes after it. */
export async function* trackEvents<Row>(feed: Feed<Row>, subscription: Subscription) {
  for await (const event of feed.follow(subscription)) {
    const data: Row | StreamGap = 'gap' in event ? { gap: event.gap } : event.row;
    yield tracked(event.cursor, data);
  }
}
