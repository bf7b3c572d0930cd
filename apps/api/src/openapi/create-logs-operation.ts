import { logLimits, newLog } from '@apiscope/core/logs/schema';
import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { errorEnvelope } from '../http/envelope.ts';
import { ndjsonLimits, ndjsonTypes } from '../logs/ndjson.ts';
import { createLogsOutput, logStreamProgress } from '../logs/schema.ts';
import { maxBatchBody } from '../trpc/meta.ts';

const mebibytes = (bytes: number) => `${bytes / 1024 / 1024} MiB`;

const oneLogALine = {
  schema: z
    .string()
    .describe(
      `one NewLog a line; a line may be ${mebibytes(ndjsonLimits.line)}, all together ${mebibytes(ndjsonLimits.body)}`,
    ),
  example:
    '{"source":"worker","level":"info","message":"started"}\n{"source":"worker","level":"warn","message":"disk 91 % full"}\n',
};

const streamFailure = errorEnvelope
  .extend({ metadata: logStreamProgress.nullable().describe('of one log a line: what was stored before') })
  .meta({ id: 'LogStreamFailure' });

const failure = (description: string) => ({
  description,
  content: { 'application/json': { schema: streamFailure } },
});

/** `POST /logs`, whose body may be one log, an array, or one log a line: more than the generator can tell of a procedure. */
export const createLogsOperation: ZodOpenApiOperationObject = {
  operationId: 'logs-create',
  tags: ['logs'],
  summary: 'Store one log, a batch or a stream of logs',
  description: [
    'One log answers the stored log. An array, or one log a line, answers how many lines are stored and why each of the others is not; it fails only when none can be stored.',
    `An array holds at most ${logLimits.batch} logs and ${mebibytes(maxBatchBody)}, and is stored whole or, on a failure, not at all.`,
    'One log a line is stored while it arrives, in chunks of at most 2,000 lines. Blank lines are skipped and not counted. When it fails midway, `metadata.nextIndex` is the first line of which nothing is stored: send it again from there.',
  ].join('\n\n'),
  requestParams: {
    header: z.object({
      'Content-Encoding': z.enum(['identity', 'gzip']).optional().describe('of any of the bodies'),
    }),
  },
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: z.union([newLog, z.array(newLog).min(1).max(logLimits.batch)]) },
      ...Object.fromEntries(ndjsonTypes.map((type) => [type, oneLogALine])),
    },
  },
  responses: {
    201: { description: 'Stored', content: { 'application/json': { schema: createLogsOutput } } },
    400: failure(
      'No line can be stored, the one log is refused, or the body is damaged; `issues` names each reason',
    ),
    413: failure('The body is too large; of one log a line `metadata` says what is stored'),
    415: failure('The body is of another type, or of another encoding than gzip'),
    429: failure('Too much is coming in already; see Retry-After'),
    503: failure(
      'The database cannot be reached; `metadata` says what is stored of a stream, see Retry-After',
    ),
  },
};
