import { z } from 'zod';
import { endpointSummary, metricRange, metricSummary } from '../metrics/schema.ts';
import { explainUnknownKeys, filterShape, pageShape, searchShape } from '../search/list-input.ts';
import { consumers } from '../search/resources/consumers.ts';
import { timestampIn, timestampOut } from '../timestamp-schema.ts';

/** Where the requests of consumers beyond the cap of a service are counted; one that has this id is counted there too. */
export const overflowConsumer = 'overflow';

/** Who calls a service, and how its requests went over a range. */
export const consumerSummary = metricSummary
  .extend({
    id: z.string().describe('id of who calls, as the service knows it; `overflow` for all beyond the cap'),
    name: z.string().nullable(),
    service: z.string(),
    firstSeen: timestampOut.describe('its first request, of any range'),
    lastSeen: timestampOut.describe('its last request, of any range'),
  })
  .meta({ id: 'ConsumerSummary' });
export type ConsumerSummary = z.infer<typeof consumerSummary>;

const range = {
  startDate: timestampIn
    .optional()
    .describe('start of the range, widened down to the hour; default: the first there is'),
  endDate: timestampIn
    .optional()
    .describe('end of the range, exclusive, widened up to the hour; default: the last'),
};
const service = z.string().min(1).max(200).optional();

export const listConsumersInput = z.strictObject(
  {
    ...pageShape(consumers),
    ...searchShape(consumers),
    service: service.describe('only of this service'),
    ...range,
    ...filterShape(consumers),
  },
  { error: explainUnknownKeys(consumers) },
);
export type ListConsumersInput = z.infer<typeof listConsumersInput>;

export const getConsumerInput = z.strictObject({
  id: z.string().min(1).max(200).describe('id of the consumer'),
  service: service.describe('the service it calls; needed when several know a consumer of this id'),
  ...range,
});
export type GetConsumerInput = z.infer<typeof getConsumerInput>;

/** Endpoints listed of a consumer at most. */
export const maxConsumerEndpoints = 200;

/** A consumer with the endpoints that it called in a range. */
export const consumerDetail = consumerSummary
  .extend({
    range: metricRange,
    endpoints: z
      .array(endpointSummary.omit({ service: true }))
      .describe(`by requests, most first, at most ${maxConsumerEndpoints}`),
  })
  .meta({ id: 'ConsumerDetail' });
export type ConsumerDetail = z.infer<typeof consumerDetail>;
