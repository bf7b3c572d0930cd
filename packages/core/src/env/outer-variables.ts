import { z } from 'zod';
import { publicUrl } from './public-url.ts';

/** What only the supervisor of `npm start` is told, beside what it hands on. */
export const supervisorVariables = z.object({
  DATA_DIR: z
    .string()
    .trim()
    .default('.data')
    .describe(
      "folder of the embedded database and the secret key, from the repository's root unless absolute",
    ),
});

/** What the dashboard's server is told where it runs apart from the API. */
export const webVariables = z.object({
  API_URL: z
    .url({ protocol: /^https?$/, error: 'expected http or https, a host and a port' })
    .default('http://127.0.0.1:3000')
    .describe("where the API listens, for a dashboard's server that runs apart from it"),
  PUBLIC_URL: publicUrl,
});

/** What the commands that speak to a running Apiscope are told: import, seed, traffic, replay. */
export const commandVariables = z.object({
  APISCOPE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ unset: '`http://localhost:$PORT`', description: 'the Apiscope that commands speak to' }),
  APISCOPE_KEY: z
    .string()
    .optional()
    .describe(
      'the API key they show it, needed where `AUTH` is `on`; never on the command line, where others of the machine would see it',
    ),
});
