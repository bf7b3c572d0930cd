import { AppError } from '@apiscope/core/errors';
import type { ZodError, ZodType } from 'zod';
import { issuesOf } from './issues-of.ts';

/** Reads an input by its schema. @throws AppError BAD_REQUEST naming every parameter at fault. */
export function parseInput<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw badInput(result.error);
}

/** The 400 of an input that its schema refuses. */
export function badInput(error: ZodError): AppError {
  const issues = issuesOf(error);
  const message = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new AppError('BAD_REQUEST', message, { issues, cause: error });
}
