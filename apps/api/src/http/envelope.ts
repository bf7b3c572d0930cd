import type { AppError } from '@apiscope/core/errors';
import { httpStatusOf } from '@apiscope/core/errors';
import { z } from 'zod';

/** One thing wrong with the input, as it travels. */
export const issueSchema = z.object({
  path: z.string().describe('name of the parameter, dotted inside a body'),
  message: z.string(),
});

/** A failure as it travels. */
export const errorEnvelope = z
  .object({
    data: z.null(),
    error: z.object({
      message: z.string(),
      code: z.enum(Object.keys(httpStatusOf) as [string, ...string[]]),
      issues: z.array(issueSchema).optional(),
    }),
    metadata: z.null(),
  })
  .meta({ id: 'ErrorEnvelope', description: 'What every failure answers' });

const json = { 'content-type': 'application/json; charset=utf-8' };

/** Whether an output brings its own metadata, as pages do, so that only `error` is missing to an envelope. */
export function hasOwnMetadata(output: unknown): output is z.ZodObject {
  return output instanceof z.ZodObject && 'data' in output.shape && 'metadata' in output.shape;
}

/** Puts a value into the envelope; a value with metadata of its own keeps it. */
export function success(value: unknown, ownMetadata: boolean): object {
  if (!ownMetadata) return { data: value ?? null, error: null, metadata: null };
  const { data, metadata } = value as { data: unknown; metadata: unknown };
  return { data, error: null, metadata };
}

/** Puts a failure into the envelope. */
export function failure({ message, code, issues, metadata }: AppError): object {
  return { data: null, error: { message, code, ...(issues && { issues }) }, metadata: metadata ?? null };
}

/** The answer to a success. */
export function successResponse(
  value: unknown,
  { status, ownMetadata = false }: { status: number; ownMetadata?: boolean },
): Response {
  return new Response(JSON.stringify(success(value, ownMetadata)), { status, headers: json });
}

/** The answer to a failure, with its status and `Retry-After`. */
export function failureResponse(error: AppError): Response {
  const headers = new Headers(json);
  if (error.retryAfter !== undefined) headers.set('retry-after', String(error.retryAfter));
  return new Response(JSON.stringify(failure(error)), { status: httpStatusOf[error.code], headers });
}
