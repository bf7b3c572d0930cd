import { directUrl } from '@apiscope/core/env/direct-url';
import { readVariables } from '@apiscope/core/env/read-variables';
import { sharedVariables } from '@apiscope/core/env/shared-variables';
import { z } from 'zod';

/** What the worker is told. */
export const workerVariables = z.object({
  ...sharedVariables,
  WORKER_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(2)
    .describe('jobs at a time; 2 to 4 on the embedded database'),
  MAX_ENDPOINTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(2_000)
    .describe('distinct endpoints a service may have before new ones are counted as `overflow`'),
});

/** What the environment tells this process, read once. */
export type Env = z.infer<typeof workerVariables>;

/** Reads the environment. @throws Error with one line per variable that is missing or wrong. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  return readVariables(workerVariables, source);
}

/** Reads where migrations go: past a connection pooler. @throws Error when it is missing or wrong. */
export function readDirectUrl(source: Readonly<Record<string, string | undefined>> = process.env): string {
  const needed = workerVariables.pick({ DATABASE_URL: true, DATABASE_DIRECT_URL: true });
  return directUrl(readVariables(needed, source));
}
