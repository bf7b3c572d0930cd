import { withPatience } from '@apiscope/db/pool/patience';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

/** Longest that a request waits for the database in all, ms; then it is answered 503. */
export const requestPatienceMs = 10_000;

/** Answers within a bounded time whatever the database does: hang, be slow, or say nothing any more. */
export const boundWaiting: MiddlewareHandler<AppEnv> = (_, next) => withPatience(requestPatienceMs, next);
