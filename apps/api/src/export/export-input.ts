import type { Resource } from '@apiscope/core/search/fields';
import { explainUnknownKeys } from '@apiscope/core/search/list-input';
import { z } from 'zod';

/** What an export may be written as. */
export type ExportFormat = 'csv' | 'ndjson' | 'har';

/** The input of an export: filters, search and order of the list, without its paging; any other key is refused. */
export function exportInput(
  resource: Resource,
  { list, formats, columns }: { list: z.ZodObject; formats: readonly ExportFormat[]; columns: string[] },
): z.ZodObject {
  const { limit: _limit, offset: _offset, cursor: _cursor, ...shape } = list.shape;
  const columnsMeaning = `comma separated names, in the order wanted, of ${columns.join(', ')}; default: all of them`;
  return z.strictObject(
    {
      format: z
        .enum(formats)
        .default(formats[0]!)
        .describe(`${formats.join(', ')}; default ${formats[0]}`),
      columns: z
        .string()
        .max(2_000)
        .optional()
        .describe(formats.includes('har') ? `${columnsMeaning}. Not with har` : columnsMeaning),
      limit: z
        .number()
        .int()
        .min(1)
        .max(Number.MAX_SAFE_INTEGER)
        .optional()
        .describe('most rows; default: all of them'),
      ...shape,
    },
    { error: explainUnknownKeys(resource) },
  );
}
