import type { Apiscope } from '../client.ts';
import { partsOf } from '../client-parts.ts';
import type { RpcCall } from '../observer/observation.ts';
import { statusOfCode } from './trpc-status.ts';
import { watchFailure } from './watch-failure.ts';

/** What of the options of tRPC's middlewares is used. */
type Call<Result> = { path: string; type: RpcCall['type']; next: () => Promise<Result> };

/**
 * Middleware for tRPC 11 that makes one observation of each procedure, inside a batch too: `t.procedure.use(apiscopeTrpc(client))`, on the
 * procedure that all others are made of. A request in which procedures were called is not counted beside them, where an adapter of the SDK
 * observes it.
 */
export function apiscopeTrpc(client: Apiscope) {
  const parts = partsOf(client);
  parts?.follow();
  return async <Result>({ path, type, next }: Call<Result>): Promise<Result> => {
    const observation = parts?.current();
    if (parts === null || observation === null) return next();
    const at = parts.clock.now();
    const startedAt = parts.clock.monotonic();
    if (observation !== undefined) observation.calls++;
    const end = (failure: unknown) => {
      try {
        const elapsed = parts.clock.monotonic() - startedAt;
        const isStream = type === 'subscription' && failure === null;
        const call: RpcCall = {
          procedure: path,
          type,
          at,
          duration: isStream ? null : elapsed,
          ...(isStream && { timeToFirstByte: elapsed }),
          ...describe(failure),
        };
        parts.observer.endCall(call, observation);
        return call;
      } catch (error) {
        parts.onError(error);
        return null;
      }
    };
    try {
      const result = await next();
      const call = end(errorOf(result));
      // What streams may fail as long as its request is served; one that is told of already stays as it is.
      watchFailure((result as { data?: unknown } | undefined)?.data, (failure) => {
        if (call === null || observation === undefined || observation.hasEnded) return;
        Object.assign(call, describe(failure ?? new Error('unknown')));
      });
      return result;
    } catch (error) {
      end(error);
      throw error;
    }
  };
}

/** tRPC hands errors on in its results: `{ ok: false, error }`. */
function errorOf(result: unknown): unknown {
  const { ok, error } = (result ?? {}) as { ok?: boolean; error?: unknown };
  return ok === false ? (error ?? new Error('unknown')) : null;
}

function describe(failure: unknown): Pick<RpcCall, 'statusCode' | 'error' | 'validationPaths'> {
  if (failure === null) return { statusCode: 200 };
  const { code, message, cause } = failure as { code?: unknown; message?: unknown; cause?: unknown };
  const paths = code === 'BAD_REQUEST' ? pathsOf(cause) : [];
  return {
    statusCode: statusOfCode(code),
    error: {
      type: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
      // Of a failed schema the message tells values too; where it failed is told apart.
      ...(paths.length === 0 && typeof message === 'string' && { message }),
    },
    ...(paths.length > 0 && { validationPaths: paths }),
  };
}

/** Where a schema was not met, dotted; zod and its kin list issues with paths. */
function pathsOf(cause: unknown): string[] {
  const issues = (cause as { issues?: unknown } | undefined)?.issues;
  if (!Array.isArray(issues)) return [];
  const paths = issues.map((issue: { path?: unknown }) =>
    Array.isArray(issue.path) ? issue.path.map(keyOf).join('.') : '',
  );
  return [...new Set(paths)].slice(0, 50).map((path) => path.slice(0, 200));
}

/** A step of a path: a key, or by the standard for schemas an object that has it. */
function keyOf(step: unknown): string {
  return String(typeof step === 'object' && step !== null ? (step as { key?: unknown }).key : step);
}
