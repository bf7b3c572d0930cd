import { z } from 'zod';
import { endpointSummary, metricSummary } from '../metrics/schema.ts';
import { explainUnknownKeys, filterShape, pageShape, searchShape } from '../search/list-input.ts';
import { catalogue } from '../search/resources/catalogue.ts';
import { services } from '../search/resources/services.ts';
import { timestampIn, timestampOut } from '../timestamp-schema.ts';
import { requestSources } from './request-source.ts';

/** Versions, stages and processes that are shown of a service, the latest first. */
export const maxShown = 20;

/** A program that sends what it observes. */
export const sender = z
  .object({
    sdk: z.object({ name: z.string(), version: z.string().nullable() }).nullable(),
    instance: z.string().nullable().describe('the process, as a host name or pod'),
    version: z.string().nullable(),
    stage: z.string().nullable(),
    dropped: z.number().int().describe('observations that it had to drop'),
    firstSeen: timestampOut,
    lastSeen: timestampOut,
  })
  .meta({ id: 'ServiceSender' });

/** A service whose requests or logs are kept, and how its requests went over a range. */
export const service = metricSummary
  .extend({
    name: z.string(),
    firstSeen: timestampOut.nullable().describe('its first request, line or batch, of any range'),
    lastSeen: timestampOut.nullable().describe('its last request, line or batch, of any range'),
    versions: z.array(z.string()).describe(`the ${maxShown} that appeared last, latest first`),
    stages: z.array(z.string()),
    sdk: sender.shape.sdk.describe('what sent last; null when no SDK said its name'),
    source: z
      .enum(requestSources)
      .nullable()
      .describe('where its request metrics come from, one at a time; null while none has come from outside'),
    endpointCount: z.number().int(),
    dropped: z.number().int().describe('observations that its senders had to drop'),
    created_at: timestampOut.describe('when it was first heard of'),
  })
  .meta({ id: 'Service' });
export type Service = z.infer<typeof service>;

/** What a service ran as, and when it was seen so. */
export const seenWith = z.object({
  version: z.string().nullable(),
  stage: z.string().nullable(),
  firstSeen: timestampOut,
  lastSeen: timestampOut,
});
export type SeenWith = z.infer<typeof seenWith>;

/** A service with who sends its data. */
export const serviceDetail = service
  .extend({
    versionsSeen: z.array(z.object({ version: z.string(), firstSeen: timestampOut })),
    seenWith: z
      .array(seenWith)
      .describe(
        `versions and stages that its requests and senders told of, latest first, at most ${maxShown}`,
      ),
    senders: z.array(sender).describe(`the ${maxShown} processes that sent last, latest first`),
    consumerCount: z.number().int(),
  })
  .meta({ id: 'ServiceDetail' });
export type ServiceDetail = z.infer<typeof serviceDetail>;

const range = {
  startDate: timestampIn
    .optional()
    .describe('start of the range, widened down to the minute; default: the first window'),
  endDate: timestampIn
    .optional()
    .describe('end of the range, exclusive, widened up to the minute; default: the last'),
};

export const listServicesInput = z.strictObject(
  { ...pageShape(services), ...searchShape(services), ...range, ...filterShape(services) },
  { error: explainUnknownKeys(services) },
);
export type ListServicesInput = z.infer<typeof listServicesInput>;

export const getServiceInput = z.strictObject({ name: z.string().min(1).max(200), ...range });
export type GetServiceInput = z.infer<typeof getServiceInput>;

/** One endpoint of the catalogue, and how its requests went over a range. */
export const catalogueEntry = endpointSummary
  .extend({
    isOverflow: z
      .boolean()
      .describe('true of the row that counts all requests of endpoints beyond the cap of the service'),
    firstSeen: timestampOut.describe('its first request, of any range'),
    lastSeen: timestampOut.describe('its last request, of any range'),
    seenWith: z
      .array(seenWith)
      .describe(`versions and stages of the service it was seen with, latest first, at most ${maxShown}`),
  })
  .meta({ id: 'CatalogueEntry' });
export type CatalogueEntry = z.infer<typeof catalogueEntry>;

export const listCatalogueInput = z.strictObject(
  {
    ...pageShape(catalogue),
    ...searchShape(catalogue),
    service: z.string().min(1).max(200).optional().describe('only of this service'),
    ...range,
    ...filterShape(catalogue),
  },
  { error: explainUnknownKeys(catalogue) },
);
export type ListCatalogueInput = z.infer<typeof listCatalogueInput>;
