import type { z } from 'zod';

/** Where variables come from: `process.env`, or a test's own. */
export type EnvSource = Readonly<Record<string, string | undefined>>;

/** Reads variables by their schema; empty ones count as unset. @throws Error with one line per variable that is missing or wrong. */
export function readVariables<S extends z.ZodType>(schema: S, source: EnvSource): z.output<S> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}
