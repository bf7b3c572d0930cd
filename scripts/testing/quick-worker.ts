// A worker process for the test that kills it: the one that runs in production, but that it beats often, is missed soon, and makes up for
// missed ticks of a cron that comes every minute.

import { readEnv } from '../../packages/jobs/src/env.ts';
import { openWorkerDeps } from '../../packages/jobs/src/open-worker-deps.ts';
import { startWorker } from '../../packages/jobs/src/worker.ts';

const { deps } = await openWorkerDeps(readEnv());
const worker = startWorker({
  ...deps,
  beatMs: 250,
  staleSeconds: 4,
  leastCatchUp: 3_600_000,
  schedules: { health_check: '* * * * *' },
});
await worker.ready;
process.stdout.write('WORKER READY\n');
