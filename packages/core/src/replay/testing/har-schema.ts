import { z } from 'zod';

/** Milliseconds or bytes; -1 is how the format writes that they are not known. */
const orUnknown = z.number().min(-1);
const named = z.looseObject({ name: z.string(), value: z.string() });
const message = {
  httpVersion: z.string(),
  cookies: z.array(named),
  headers: z.array(named),
  headersSize: orUnknown,
  bodySize: orUnknown,
};

/**
 * HAR 1.2 as http://www.softwareishard.com/blog/har-12-spec/ tells it: what must be there and of which type. Fields that begin with
 * `_`, and those that readers are told to ignore, are let through.
 */
export const har = z.object({
  log: z.looseObject({
    version: z.literal('1.2'),
    creator: z.looseObject({ name: z.string(), version: z.string() }),
    pages: z
      .array(z.looseObject({ id: z.string(), startedDateTime: z.iso.datetime({ offset: true }) }))
      .optional(),
    entries: z.array(
      z.looseObject({
        startedDateTime: z.iso.datetime({ offset: true }),
        time: z.number().min(0),
        request: z.looseObject({
          method: z.string().min(1),
          url: z.url(),
          queryString: z.array(named),
          postData: z.looseObject({ mimeType: z.string(), text: z.string().optional() }).optional(),
          ...message,
        }),
        response: z.looseObject({
          status: z.number().int().min(0).max(599),
          statusText: z.string(),
          content: z.looseObject({
            size: orUnknown,
            mimeType: z.string(),
            text: z.string().optional(),
            encoding: z.string().optional(),
          }),
          redirectURL: z.string(),
          ...message,
        }),
        cache: z.looseObject({}),
        timings: z.looseObject({
          blocked: orUnknown.optional(),
          dns: orUnknown.optional(),
          connect: orUnknown.optional(),
          ssl: orUnknown.optional(),
          send: z.number().min(0),
          wait: z.number().min(0),
          receive: z.number().min(0),
        }),
      }),
    ),
  }),
});
