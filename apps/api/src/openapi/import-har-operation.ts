import { importedHar, importHarInput, maxHarBytes } from '@apiscope/core/replay/import-schema';
import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';

const { har, ...parameters } = importHarInput.shape;

/** `POST /import/har`, whose body is the file itself and has its parameters in the query. */
export const importHarOperation: ZodOpenApiOperationObject = {
  operationId: 'import-har',
  tags: ['ingest'],
  summary: 'Store the requests of a HAR file as snapshots',
  description: `The body is the file, at most ${maxHarBytes / 1024 / 1024} MiB, plain or gzip. It is stored whole, secrets redacted, or, when any entry is broken, not at all. The same requests sent again store nothing unless \`again\` is true. They are not counted in the metrics.`,
  requestParams: { query: z.object(parameters) },
  requestBody: { required: true, content: { 'application/json': { schema: har } } },
  responses: { 201: { description: 'Stored', content: { 'application/json': { schema: importedHar } } } },
};
