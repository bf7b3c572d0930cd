import { z } from 'zod';
import { timestampIn } from '../timestamp-schema.ts';

/** Most entries of one HAR file. */
export const maxHarEntries = 10_000;

const text = z.string().nullish();
const amount = z.number().nullish();
const named = z.looseObject({ name: z.string(), value: text });

const content = z
  .looseObject({ mimeType: text, text, encoding: text, size: amount, comment: text })
  .nullish();

/**
 * A HAR file as it is read: what an exchange can't be told without must be there, everything else may be missing or null, as browsers and
 * proxies leave out much that the format demands.
 */
export const harFile = z.looseObject({
  log: z.looseObject({
    entries: z
      .array(
        z.looseObject({
          startedDateTime: timestampIn,
          time: amount,
          request: z.looseObject({
            method: z.string().min(1).max(20),
            url: z.string().refine((url) => URL.canParse(url), 'expected an absolute URL'),
            headers: z.array(named).nullish(),
            queryString: z.array(named).nullish(),
            postData: z
              .looseObject({ mimeType: text, text, comment: text, params: z.array(named).nullish() })
              .nullish(),
            bodySize: amount,
          }),
          response: z
            .looseObject({
              status: z.number().int().min(0).max(599).nullish(),
              headers: z.array(named).nullish(),
              content,
              bodySize: amount,
            })
            .nullish(),
        }),
      )
      .max(maxHarEntries),
  }),
});
export type HarFileEntry = z.infer<typeof harFile>['log']['entries'][number];
