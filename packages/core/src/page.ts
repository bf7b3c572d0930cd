import { z } from 'zod';

/** What a ranked search says of itself. */
export const searchMetadata = z
  .object({
    exact: z
      .number()
      .int()
      .nullable()
      .describe(
        'rows that hold every term; they come first, other matches after them; null when not counted',
      ),
    corrections: z
      .array(z.object({ word: z.string(), read: z.array(z.string()) }))
      .describe('words that stand nowhere, and the stems they were read as'),
    searchedBackTo: z
      .string()
      .nullable()
      .describe(
        'rows from here on were read whole; older ones follow by nextCursor. null when nothing is left to read',
      ),
  })
  .meta({ id: 'SearchMetadata' });
export type SearchMetadata = z.infer<typeof searchMetadata>;

/** What a list says about itself. `total` is the number of rows that paging returns, or the cap when `totalIsCapped`. */
export const pageMetadata = z
  .object({
    limit: z.number().int(),
    offset: z.number().int(),
    total: z.number().int(),
    totalIsCapped: z.boolean().describe('true when there are more than `total` rows'),
    search: searchMetadata.optional(),
    nextCursor: z.string().nullable().describe('pass as `cursor` for the next page; null on the last one'),
  })
  .meta({ id: 'PageMetadata' });

export type PageMetadata = z.infer<typeof pageMetadata>;

/** One page of rows; the REST door adds `error: null` to make it the envelope. */
export type Page<T> = { data: T[]; metadata: PageMetadata };

/** The schema of a page of `item`. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), metadata: pageMetadata });
}
