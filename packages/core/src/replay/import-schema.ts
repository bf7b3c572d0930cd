import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';

/** Largest HAR file that is taken, bytes. */
export const maxHarBytes = 32 * 1024 * 1024;

export const importHarInput = z.strictObject({
  service: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('service of every request; default: that of an export of Apiscope, else the host'),
  again: z.boolean().optional().describe('true: store what was imported before once more'),
  har: z.record(z.string(), z.unknown()).describe('HAR 1.2'),
});

export const importedHar = z
  .object({
    imported: z.number().int().describe('snapshots stored'),
    duplicate: z.boolean().describe('the same requests were imported before, so nothing is stored'),
    skipped: z.number().int().describe('entries that are no HTTP, such as `data:`'),
    services: z.array(z.string()).describe('services of the requests, at most 100'),
    from: timestampOut.nullable().describe('when the earliest request began; null when there is none'),
    to: timestampOut.nullable(),
  })
  .meta({ id: 'ImportedHar' });
export type ImportedHar = z.infer<typeof importedHar>;
