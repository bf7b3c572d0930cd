import {
  compareVersionsInput,
  endpointVersion,
  listVersionsInput,
  versionComparison,
} from '@apiscope/core/replay/version-schema';
import { listEndpointVersions } from '@apiscope/db/replay/list-endpoint-versions';
import { z } from 'zod';
import { procedure, router } from '../trpc/init.ts';
import { compareVersions } from './compare-versions.ts';

const tags = ['replay'];

export const versionsRouter = router({
  list: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/replay/versions',
        tags,
        summary: 'List the versions of a service that served an endpoint, by its newest captured requests',
      },
    })
    .input(listVersionsInput)
    .output(z.array(endpointVersion))
    .query(({ ctx, input }) => listEndpointVersions(ctx.deps.db, input)),

  compare: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/replay/versions/compare',
        tags,
        summary: 'Compare what two versions answered to alike captured requests',
        description: 'Requests are alike when method, path, query and body are the same. Nothing is sent.',
      },
    })
    .input(compareVersionsInput)
    .output(versionComparison)
    .query(({ ctx, input }) => compareVersions(ctx.deps, input)),
});
