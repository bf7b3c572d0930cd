import { z } from 'zod';
import { procedure, router } from '../trpc/init.ts';
import { checkHealth } from './check-health.ts';
import { checkReady } from './check-ready.ts';
import { health, liveness, readiness } from './schema.ts';

const tags = ['health'];
const noInput = z.strictObject({}).optional();

export const healthRouter = router({
  check: procedure
    .meta({
      access: 'public',
      openapi: {
        method: 'GET',
        path: '/health',
        tags,
        summary: 'How every part is doing',
        description:
          'Answers 503 when the database cannot be reached; its issues then name the parts that suffer.',
      },
    })
    .input(noInput)
    .output(health)
    .query(({ ctx }) => checkHealth(ctx.deps)),

  live: procedure
    .meta({
      access: 'public',
      openapi: { method: 'GET', path: '/health/live', tags, summary: 'Whether the process lives' },
    })
    .input(noInput)
    .output(liveness)
    .query(() => ({ status: 'live' as const })),

  ready: procedure
    .meta({
      access: 'public',
      openapi: {
        method: 'GET',
        path: '/health/ready',
        tags,
        summary: 'Whether requests can be served',
        description: 'Answers 503 until the database is reached and its migrations are applied.',
      },
    })
    .input(noInput)
    .output(readiness)
    .query(({ ctx }) => checkReady(ctx.deps)),
});
