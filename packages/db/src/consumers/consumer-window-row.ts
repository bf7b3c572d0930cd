import { sketchToBytes } from '@apiscope/core/metrics/sketch-bytes';
import type { WindowValue } from '@apiscope/core/metrics/window-value';
import { Prisma } from '../client.ts';
import { toWindowValue, type ValueRow } from '../metrics/window-row.ts';

/** Columns that make up the mergeable value of a window of a consumer: that of an endpoint without its countries. */
export const consumerValueColumns = Prisma.raw(
  `traffic_count AS "trafficCount", error_count AS "errorCount", client_error_count AS "clientErrorCount",
   server_error_count AS "serverErrorCount", latency_count AS "latencyCount", latency_sum AS "latencySum",
   request_size AS "requestSize", response_size AS "responseSize", sketch, approximate`,
);

export type ConsumerValueRow = Omit<ValueRow, 'countries'>;

/** The mergeable value of a stored window of a consumer. */
export function toConsumerValue(row: ConsumerValueRow): WindowValue {
  return toWindowValue({ ...row, countries: {} });
}

/** The value as JSON whose keys are the columns of its row. */
export function toConsumerColumns(value: WindowValue) {
  return {
    traffic_count: value.trafficCount,
    error_count: value.errorCount,
    client_error_count: value.clientErrorCount,
    server_error_count: value.serverErrorCount,
    latency_count: value.latencyCount,
    latency_sum: value.latencySum,
    request_size: value.requestSize,
    response_size: value.responseSize,
    sketch: Buffer.from(sketchToBytes(value.sketch)).toString('base64'),
    approximate: value.approximate,
  };
}
