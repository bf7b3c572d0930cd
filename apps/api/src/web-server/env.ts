import { isLoopback, listenVariables } from '@apiscope/core/env/listen-variables';
import { webVariables } from '@apiscope/core/env/outer-variables';
import { type EnvSource, readVariables } from '@apiscope/core/env/read-variables';
import { z } from 'zod';

const expected = 'is needed by this process: http or https, a host and a port, such as http://127.0.0.1:3001';

/** What the dashboard's own server is told. */
export const webServerVariables = z.object({
  ...listenVariables,
  ...webVariables.shape,
  API_URL: z
    .url({ protocol: /^https?$/, error: expected })
    .refine((url) => URL.canParse(url) && new URL(url).pathname === '/', expected)
    .describe("where the API listens, for a dashboard's server that runs apart from it"),
});

const schema = webServerVariables.transform(({ API_URL, ...env }, context) => {
  const url = new URL(API_URL);
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  // It would ask itself for ever.
  if (port === env.PORT && isLoopback(url.hostname))
    context.addIssue({
      code: 'custom',
      path: ['API_URL'],
      message: `names this server itself, which listens on port ${port}; give it another PORT`,
    });
  return { ...env, API_URL: url.origin };
});

/** What the environment tells this process, read once. */
export type WebServerEnv = z.infer<typeof schema>;

/** Reads the environment. @throws Error with one line per variable that is missing or wrong. */
export function readWebServerEnv(source: EnvSource = process.env): WebServerEnv {
  return readVariables(schema, source);
}
