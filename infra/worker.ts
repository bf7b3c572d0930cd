import { logGroupOf } from './api.ts';
import { containerOf } from './containers.ts';
import type { Secrets } from './secrets.ts';
import type { StageSettings } from './stages.ts';

export type Worker = { logGroup: $util.Output<string> };

type Parts = { settings: StageSettings; cluster: sst.aws.Cluster; secrets: Secrets };

/** Takes jobs from the queue, and runs what the clock asks for: one process at least, always. */
export function createWorker({ settings, cluster, secrets }: Parts): Worker {
  const { cpu, memory, min, max } = settings.worker;
  const service = new sst.aws.Service('Worker', {
    ...containerOf({
      target: 'worker',
      secrets,
      logRetention: settings.logRetention,
      environment: { WORKER_CONCURRENCY: '4' },
    }),
    cluster,
    cpu,
    memory,
    scaling: { min, max, cpuUtilization: 60, memoryUtilization: 75 },
  });
  return { logGroup: logGroupOf(service) };
}
