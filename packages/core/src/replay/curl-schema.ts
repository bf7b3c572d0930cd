import { z } from 'zod';

/** A command that sends a captured request again. */
export const curlCommand = z
  .object({
    command: z.string(),
    needsValue: z.array(
      z.object({
        path: z.string().describe('redacted place, as in redactedPaths'),
        placeholder: z.string().describe('what stands for it in the command: `$AUTHORIZATION`'),
      }),
    ),
  })
  .meta({ id: 'CurlCommand' });
export type CurlCommand = z.infer<typeof curlCommand>;
