import { readEnv as readApiEnv } from '../../apps/api/src/env.ts';
import { commandVariables, supervisorVariables } from '../../packages/core/src/env/outer-variables.ts';
import { readVariables } from '../../packages/core/src/env/read-variables.ts';
import { readEnv as readWorkerEnv } from '../../packages/jobs/src/env.ts';
import { readSettings } from '../start/settings.ts';
import { fail, type Machine, type Outcome, ok, reasonOf } from './check.ts';

/** Every variable by the schemas of the processes that read it; each message names the variable, and no value of a secret. */
export function checkEnvironment({ env, envFile, root }: Machine): Outcome {
  // What `npm start` finds or makes, where it is unset.
  const given = {
    ...env,
    DATABASE_URL: env.DATABASE_URL || 'postgres://127.0.0.1/unset',
    APISCOPE_SECRET_KEY: env.APISCOPE_SECRET_KEY || Buffer.alloc(32).toString('base64'),
  };
  const wrong = new Set<string>(envFile === null ? [] : [`.env: ${envFile}`]);
  for (const read of [
    () => readApiEnv(given),
    () => readWorkerEnv(given),
    () => readVariables(supervisorVariables, env),
    () => readVariables(commandVariables, env),
    () => readSettings(env, root),
  ])
    try {
      read();
    } catch (error) {
      for (const line of reasonOf(error).split('\n')) wrong.add(line);
    }
  if (wrong.size === 0) return ok('every variable that is set is understood');
  return fail([...wrong].join('\n'), 'set them as docs/environment.md says, in the shell or in .env');
}
