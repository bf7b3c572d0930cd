import { apiVariables } from '../../apps/api/src/env-variables.ts';
import { webServerVariables } from '../../apps/api/src/web-server/env.ts';
import { listVariables } from '../../packages/core/src/env/list-variables.ts';
import { commandVariables, supervisorVariables } from '../../packages/core/src/env/outer-variables.ts';
import { workerVariables } from '../../packages/jobs/src/env.ts';

/** Whose environment it is, in the order of the table. */
const readers = {
  'npm start': supervisorVariables,
  api: apiVariables,
  worker: workerVariables,
  web: webServerVariables,
  commands: commandVariables,
};

/** Every variable of every process, from the zod schemas that read them. */
export const variables = listVariables(readers);
