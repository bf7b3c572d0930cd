import { inTransaction, type Tx } from '@apiscope/db/client';
import type { Context } from '../trpc/context.ts';
import { type Act, auditAct } from './audit-act.ts';

/** Does something and writes down who did it, in one transaction: both are kept, or neither. */
export function audited<T>(
  ctx: Pick<Context, 'actor' | 'requestId' | 'deps'>,
  work: (tx: Tx) => Promise<T>,
  tell: (done: T) => Act,
): Promise<T> {
  return inTransaction(ctx.deps.db, async (tx) => {
    const done = await work(tx);
    await auditAct(ctx, tx, tell(done));
    return done;
  });
}
