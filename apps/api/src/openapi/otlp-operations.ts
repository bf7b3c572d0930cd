import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { contentTypes } from '../otlp/encoding.ts';
import { maxOtlpBody } from '../otlp/serve-otlp.ts';
import { type Signal, signals } from '../otlp/signals.ts';

const status = z
  .object({
    code: z.number().int(),
    message: z.string(),
    details: z.array(z.record(z.string(), z.unknown())).optional(),
  })
  .meta({ id: 'OtlpStatus', description: 'google.rpc.Status; protobuf where the request was' });

const failures: Record<string, string> = {
  400: 'The body cannot be read; do not send it again',
  401: 'No API key was sent, or none that counts',
  403: 'The key may not send data, or not that of this service',
  413: 'The body is too large, or holds too much',
  415: 'The body is of another type, or of another encoding than gzip',
  429: 'The intake is full; see Retry-After',
  503: 'The database cannot be reached; see Retry-After',
};

/** The doors of OTLP, whose answers have no envelope. */
export function otlpPaths(): ZodOpenApiPathsObject {
  return Object.fromEntries(signals.map((signal) => [signal.path, { post: operationOf(signal) }]));
}

/** Their names among the operations that are made by hand. */
export const otlpRoutes: readonly string[] = signals.map(({ path }) => `POST ${path}`);

function operationOf({ path, items, rejected, response }: Signal): ZodOpenApiOperationObject {
  const binary = z.string().meta({ format: 'binary' });
  const partialSuccess = z.object({ [rejected]: z.string(), errorMessage: z.string() }).optional();
  return {
    operationId: `otlp-${path.split('/').at(-1)}`,
    tags: ['ingest'],
    summary: `Take in ${items} of OpenTelemetry`,
    description: `OTLP/HTTP, plain or gzip, at most ${maxOtlpBody / 1024 / 1024} MiB. The answer is in the encoding of the request and has no envelope; \`partialSuccess\` says how many ${items} cannot be kept, and why. The same body sent again changes nothing.`,
    requestBody: {
      required: true,
      content: {
        [contentTypes.protobuf]: { schema: binary },
        [contentTypes.json]: { schema: z.record(z.string(), z.unknown()) },
      },
    },
    responses: {
      200: {
        description: `${response}: what can be kept is stored`,
        content: {
          [contentTypes.protobuf]: { schema: binary },
          [contentTypes.json]: { schema: z.object({ partialSuccess }) },
        },
      },
      ...Object.fromEntries(
        Object.entries(failures).map(([code, description]) => [
          code,
          { description, content: { [contentTypes.json]: { schema: status } } },
        ]),
      ),
    },
  };
}
