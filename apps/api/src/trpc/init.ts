import { initTRPC, TRPCError } from '@trpc/server';
import { requireAccess } from '../access/require-access.ts';
import { nameUnstorable } from '../http/name-unstorable.ts';
import { toAppError } from '../http/to-app-error.ts';
import type { Context } from './context.ts';
import type { ProcedureMeta } from './meta.ts';

/** Milliseconds between two pings of a stream; proxies commonly cut a silent connection after 20 to 60 s. */
export const pingInterval = 15_000;

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    // A stack is for the server's log; it never travels.
    isDev: false,
    sse: {
      ping: { enabled: true, intervalMs: pingInterval },
      client: { reconnectAfterInactivityMs: 3 * pingInterval },
    },
    errorFormatter: ({ shape, error, ctx }) => {
      const { message, code, issues } = toAppError(error);
      return {
        ...shape,
        message,
        data: { ...shape.data, code, issues: issues ?? null, requestId: ctx?.requestId ?? null },
      };
    },
  });

/** Gives a failure its code, so that both doors answer the same status, and keeps internals out of its message. */
const mapErrors = t.middleware(async ({ next, getRawInput }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = nameUnstorable(result.error, await getRawInput()) ?? toAppError(result.error);
  throw new TRPCError({ code: cause.code, message: cause.message, cause });
});

/** Lets those call who may; a procedure that does not say who may is nobody's. */
const authorise = t.middleware(({ ctx, meta, next }) => {
  requireAccess(ctx.actor, meta?.access ?? 'admin');
  return next();
});

export const router = t.router;
export const procedure = t.procedure.use(mapErrors).use(authorise);
export const createCallerFactory = t.createCallerFactory;
