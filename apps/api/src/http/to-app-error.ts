import { AppError, type ErrorCode, httpStatusOf } from '@apiscope/core/errors';
import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { causesOf } from './causes-of.ts';
import { isDatabaseUnreachable } from './is-database-unreachable.ts';
import { badInput } from './parse-input.ts';

/** Seconds after which a caller may try again when the database is away. */
const databaseRetryAfter = 5;

/**
 * The one place where anything thrown becomes what a caller is told. What nobody foresaw is a 500 that says nothing:
 * its cause is kept for the log.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const cause = error instanceof TRPCError ? error.cause : undefined;
  if (cause instanceof AppError) return cause;
  if (isDatabaseUnreachable(error))
    return databaseAway(error, 'the database cannot be reached; try again shortly');
  if (isSchemaMissing(error))
    return databaseAway(error, 'the database is not migrated yet; try again shortly');
  if (!(error instanceof TRPCError)) return internal(error);
  if (error.code === 'BAD_REQUEST' && cause instanceof ZodError) return badInput(cause);
  if (isErrorCode(error.code) && error.code !== 'INTERNAL_SERVER_ERROR')
    return new AppError(error.code, error.message, { cause: error });
  return internal(cause ?? error);
}

function databaseAway(cause: unknown, message: string): AppError {
  return new AppError('SERVICE_UNAVAILABLE', message, { retryAfter: databaseRetryAfter, cause });
}

/**
 * SQLSTATE 42P01 and 3F000: a table or a schema is not there, which no query of ours does to a migrated database; 42883 says the same of
 * the function that every insert into a partitioned table begins with. Of anything else it would be a defect.
 */
function isSchemaMissing(error: unknown): boolean {
  return causesOf(error).some(
    ({ code, message }) =>
      code === '42P01' || code === '3F000' || (code === '42883' && message.includes('ensure_day_partition(')),
  );
}

function internal(cause: unknown): AppError {
  return new AppError('INTERNAL_SERVER_ERROR', 'internal server error', { cause });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(httpStatusOf, code);
}
