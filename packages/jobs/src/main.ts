import { readEnv } from './env.ts';
import { openWorkerDeps } from './open-worker-deps.ts';
import { startWorker } from './worker.ts';

/** How long jobs in work may take once the process is to stop, and then how long everything else may, ms. */
const graceMs = 12_000;
const goodbyeMs = 5_000;

async function main(): Promise<void> {
  const { deps, close } = await openWorkerDeps(readEnv());
  const worker = startWorker(deps);

  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    // With the database away some good-byes can't be said; the process must end all the same.
    setTimeout(() => process.exit(0), graceMs + goodbyeMs).unref();
    await worker.stop(graceMs);
    await close();
    process.exit(0);
  };
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(event, stop);

  await worker.ready;
  if (!isStopping) process.stdout.write('WORKER READY\n');
}

await main().catch((error: unknown) => {
  console.error(`apiscope worker: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
