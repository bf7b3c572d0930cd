import { z } from 'zod';
import { headerMap } from '../replay/schema.ts';
import { ownRules } from './rules-schema.ts';

/** Bounds of what may be pasted, characters. */
export const previewLimits = { body: 65_536, url: 8_192, headers: 200, header: 8_192 } as const;

const headers = headerMap.refine(
  (map) =>
    Object.keys(map).length <= previewLimits.headers &&
    Object.values(map)
      .flat()
      .every((value) => value.length <= previewLimits.header),
  `at most ${previewLimits.headers} headers of ${previewLimits.header} characters`,
);
const body = z.string().max(previewLimits.body, `at most ${previewLimits.body} characters`);

/** A request, and what was answered, as somebody pastes it. */
export const pastedExchange = z.strictObject({
  method: z
    .string()
    .regex(/^[A-Za-z-]{1,20}$/, 'expected a method such as GET')
    .default('GET'),
  url: z.string().min(1).max(previewLimits.url).describe('a URL, or a path with its query'),
  headers: headers.optional(),
  body: body.optional().describe('read by the content type among the headers'),
  statusCode: z.number().int().min(100).max(599).optional(),
  responseHeaders: headers.optional(),
  responseBody: body.optional(),
});
export type PastedExchange = z.infer<typeof pastedExchange>;

/** What to look at, one of three, and with which rules. Nothing of it is stored or logged. */
export const previewInput = z
  .strictObject({
    exchange: pastedExchange.optional(),
    text: body.min(1).optional().describe('a log message, or JSON, as it would be sent'),
    snapshot: z.number().int().min(1).optional().describe('id of a captured request, as it is stored'),
    rules: ownRules.optional().describe('rules to try; without them those in force'),
  })
  .refine(
    ({ exchange, text, snapshot }) =>
      [exchange, text, snapshot].filter((part) => part !== undefined).length === 1,
    { path: ['exchange'], error: 'give one of exchange, text and snapshot' },
  );
export type PreviewInput = z.infer<typeof previewInput>;

/** Where what an API saw may come to lie, or go out. */
export const sinks = [
  'snapshot',
  'log',
  'pattern',
  'embedding',
  'csv',
  'ndjson',
  'har',
  'stream',
  'job',
] as const;
export type Sink = (typeof sinks)[number];

export const redactionPreview = z
  .object({
    redactedPaths: z.array(z.string()).describe('what was replaced, such as headers.authorization'),
    sinks: z.array(z.object({ sink: z.enum(sinks), kept: z.string().describe('as this sink keeps it') })),
  })
  .meta({ id: 'RedactionPreview' });
export type RedactionPreview = z.infer<typeof redactionPreview>;
