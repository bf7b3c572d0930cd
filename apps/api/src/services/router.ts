import { pageOf } from '@apiscope/core/page';
import {
  catalogueEntry,
  getServiceInput,
  listCatalogueInput,
  listServicesInput,
  service,
  serviceDetail,
} from '@apiscope/core/services/schema';
import { compareServiceVersionsInput, serviceVersions } from '@apiscope/core/services/version-schema';
import { compareServiceVersions } from '@apiscope/db/services/compare-versions';
import { getService } from '@apiscope/db/services/get-service';
import { listCatalogue } from '@apiscope/db/services/list-catalogue';
import { listServiceNames } from '@apiscope/db/services/list-service-names';
import { listServices } from '@apiscope/db/services/list-services';
import { z } from 'zod';
import { procedure, router } from '../trpc/init.ts';

const tags = ['services'];

export const servicesRouter = router({
  list: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/services',
        tags,
        summary: 'List services, and how their requests went',
        description: 'A service is there from the first request or line that was sent under its name.',
      },
    })
    .input(listServicesInput.prefault({}))
    .output(pageOf(service))
    .query(({ ctx, input }) => listServices(ctx.deps.db, input)),

  /** For menus: names alone cost nothing, however much the services do. */
  names: procedure
    .meta({ access: 'read' })
    .output(z.array(z.string()))
    .query(({ ctx }) => listServiceNames(ctx.deps.db)),

  get: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/services/{name}',
        tags,
        summary: 'Get one service with its versions and who sends its data',
      },
    })
    .input(getServiceInput)
    .output(serviceDetail)
    .query(({ ctx, input }) => getService(ctx.deps.db, input)),

  versions: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/services/{name}/versions',
        tags,
        summary: 'Compare how two versions of a service served its endpoints',
        description:
          'By the captured requests of the range. Where a sender keeps but some of them, it keeps all that failed, so that shares of failed ones are those of what was kept.',
      },
    })
    .input(compareServiceVersionsInput)
    .output(serviceVersions)
    .query(({ ctx, input }) => compareServiceVersions(ctx.deps.db, input)),

  endpoints: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/endpoints',
        tags,
        summary: 'List the catalogue of endpoints',
        description:
          'Every endpoint that was ever seen, with the versions and stages of its service it was seen with. Beyond MAX_ENDPOINTS of a service, new ones are counted as one, `overflow`.',
      },
    })
    .input(listCatalogueInput)
    .output(pageOf(catalogueEntry))
    .query(({ ctx, input }) => listCatalogue(ctx.deps.db, input)),
});
