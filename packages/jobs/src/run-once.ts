import { startSmall } from '@apiscope/db/start-small';

/** For schedulers: works off what is due and ends. */
async function main(): Promise<void> {
  startSmall();
  const { readEnv } = await import('./env.ts');
  const { openWorkerDeps } = await import('./open-worker-deps.ts');
  const { workOff } = await import('./work-off.ts');
  const { deps, close } = await openWorkerDeps(readEnv());
  const stopping = new AbortController();
  for (const event of ['SIGTERM', 'SIGINT']) process.on(event, () => stopping.abort());
  await workOff(deps, { signal: stopping.signal, graceMs });
  await close();
  process.stdout.write('WORKER DONE\n');
  process.exit(0);
}

/** How long jobs in work may take once the process is to stop, ms. */
const graceMs = 12_000;

main().catch((error: unknown) => {
  console.error(`apiscope worker: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
