import { isLoopback } from '@apiscope/core/env/listen-variables';
import { readVariables } from '@apiscope/core/env/read-variables';
import type { z } from 'zod';
import { apiVariables } from './env-variables.ts';

/** Far above what an SDK, or a person with the dashboard open in some tabs, ever sends. */
const defaultRates = { RATE_LIMIT_KEY: 12_000, RATE_LIMIT_ADDRESS: 3_000, RATE_LIMIT_FAILURES: 30 };
/** While nobody but this machine is served, it need not be kept from itself. */
const noRates = { RATE_LIMIT_KEY: 0, RATE_LIMIT_ADDRESS: 0, RATE_LIMIT_FAILURES: 0 };

/** On a loopback address callers may go unnamed, and do unless it is said otherwise; on any other they may not. */
const schema = apiVariables.transform((env, context) => {
  const isOwnMachine = isLoopback(env.HOST);
  if (env.AUTH === 'off' && !isOwnMachine)
    context.addIssue({
      code: 'custom',
      path: ['AUTH'],
      message: `off is for loopback addresses alone, and HOST is ${env.HOST}`,
    });
  const AUTH = env.AUTH ?? (isOwnMachine ? ('off' as const) : ('on' as const));
  if (AUTH === 'on' && env.APISCOPE_SECRET_KEY === undefined)
    context.addIssue({
      code: 'custom',
      path: ['APISCOPE_SECRET_KEY'],
      message:
        'is needed where people sign in (AUTH=on): 32 bytes in base64; `openssl rand -base64 32` makes one',
    });
  const rates = AUTH === 'off' ? noRates : defaultRates;
  return {
    ...env,
    AUTH,
    RATE_LIMIT_KEY: env.RATE_LIMIT_KEY ?? rates.RATE_LIMIT_KEY,
    RATE_LIMIT_ADDRESS: env.RATE_LIMIT_ADDRESS ?? rates.RATE_LIMIT_ADDRESS,
    RATE_LIMIT_FAILURES: env.RATE_LIMIT_FAILURES ?? rates.RATE_LIMIT_FAILURES,
  };
});

/** What the environment tells this process, read once. */
export type Env = z.infer<typeof schema>;

/** Reads the environment. @throws Error with one line per variable that is missing or wrong. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  return readVariables(schema, source);
}

/** Reads the environment of a function: it has no address of its own that could be loopback, so callers show who they are. */
export function readFunctionEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  return readEnv({ ...source, HOST: '0.0.0.0' });
}
