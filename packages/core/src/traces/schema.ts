import { z } from 'zod';
import { log } from '../logs/schema.ts';
import { snapshotListItem } from '../replay/schema.ts';
import { explainUnknownKeys, filterShape, pageShape, searchShape } from '../search/list-input.ts';
import { traces } from '../search/resources/traces.ts';
import { timestampIn, timestampOut } from '../timestamp-schema.ts';

/** Kinds of a span in the order of their numbers. */
export const spanKinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export const spanStatuses = ['unset', 'ok', 'error'] as const;

/** Most spans, logs and snapshots of a trace that are answered. */
export const traceLimits = { spans: 5_000, logs: 500, snapshots: 100 } as const;

/** What is known of a trace as a whole. */
export const trace = z
  .object({
    id: z.number().int(),
    traceId: z.string(),
    service: z.string().describe('of the root span; while it is missing, of the span that began first'),
    name: z.string().describe('of the same span'),
    statusCode: z.number().int().nullable().describe('HTTP status of the same span'),
    hasRoot: z.boolean().describe('whether the root span is there'),
    timestamp: timestampOut.describe('when its first span began'),
    duration: z.number().describe('milliseconds from the beginning of its first span to the end of its last'),
    spanCount: z.number().int(),
    errorCount: z.number().int().describe('spans that ended with an error'),
    hasError: z.boolean(),
    services: z.array(z.string()).describe('the first 50 it passed'),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'Trace' });
export type Trace = z.infer<typeof trace>;

export const listTracesInput = z.strictObject(
  {
    ...pageShape(traces),
    ...searchShape(traces),
    service: z.string().min(1).max(200).optional().describe('only traces that passed this service'),
    startDate: timestampIn.optional().describe('begun at or after'),
    endDate: timestampIn.optional().describe('begun at or before'),
    ...filterShape(traces),
  },
  { error: explainUnknownKeys(traces) },
);
export type ListTracesInput = z.infer<typeof listTracesInput>;

const attributes = z.record(z.string(), z.unknown());

export const spanEvent = z.object({ name: z.string(), timestamp: timestampOut, attributes });
export type SpanEvent = z.infer<typeof spanEvent>;

export const spanLink = z.object({ traceId: z.string(), spanId: z.string(), attributes });
export type SpanLink = z.infer<typeof spanLink>;

/** One span in its place in the tree of its trace. */
export const span = z
  .object({
    spanId: z.string(),
    parentSpanId: z.string().nullable(),
    depth: z.number().int().describe('spans above it that are there'),
    isOrphan: z.boolean().describe('whether its parent is not there'),
    service: z.string(),
    name: z.string(),
    kind: z.enum(spanKinds),
    status: z.enum(spanStatuses),
    statusMessage: z.string().nullable(),
    timestamp: timestampOut.describe('when it began'),
    offset: z.number().describe('milliseconds from the beginning of the trace, by the clock of its service'),
    duration: z.number().describe('milliseconds'),
    attributes: attributes.nullable().describe('null where the trace is too large to be answered whole'),
    events: z.array(spanEvent).nullable(),
    links: z.array(spanLink).nullable(),
    scope: z.string().nullable().describe('name of the library that made it'),
    version: z.string().nullable(),
    stage: z.string().nullable(),
    instance: z.string().nullable(),
  })
  .meta({ id: 'Span' });
export type Span = z.infer<typeof span>;

/** A trace with its spans, parents before their children, and what else was recorded of it. */
export const wholeTrace = trace
  .extend({
    spans: z.array(span).describe(`the first ${traceLimits.spans} by time, parents before their children`),
    spansAreCut: z.boolean(),
    logs: z.array(log).describe(`oldest first, at most ${traceLimits.logs}`),
    logsAreCut: z.boolean(),
    snapshots: z.array(snapshotListItem).describe('captured requests of the trace, oldest first'),
  })
  .meta({ id: 'WholeTrace' });
export type WholeTrace = z.infer<typeof wholeTrace>;

export const traceIdInput = z.strictObject({
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/i, 'expected 32 hexadecimal digits')
    .describe('W3C trace id'),
});
