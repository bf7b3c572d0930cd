import { importedHar, importHarInput, maxHarBytes } from '@apiscope/core/replay/import-schema';
import { procedure, router } from '../trpc/init.ts';
import { importHar } from './import-har.ts';

export const importRouter = router({
  har: procedure
    .meta({
      access: 'ingest',
      successStatus: 201,
      intake: true,
      maxBody: maxHarBytes,
      bodyHint: 'a HAR file without the contents of its answers is much smaller',
      bodyField: 'har',
      openapi: {
        method: 'POST',
        path: '/import/har',
        tags: ['ingest'],
        summary: 'Store the requests of a HAR file as snapshots',
      },
    })
    .input(importHarInput)
    .output(importedHar)
    .mutation(({ ctx, input }) => importHar(ctx, input)),
});
