import { setTimeout as sleep } from 'node:timers/promises';
import type { openClient } from './ask.ts';
import type { Target } from './drive.ts';

/** What `/health/ready` said: from when it was asked until it was answered, ms since the epoch. */
export type Probe = { from: number; to: number; process: string; status: number };

/** Asks every target whether it is ready, five times a second, as a balancer does. */
export function watchReadiness(
  client: ReturnType<typeof openClient>,
  targets: () => readonly Target[],
): { probes: Probe[]; stop(): Promise<void> } {
  const probes: Probe[] = [];
  let isStopping = false;
  const watch = async (at: number): Promise<void> => {
    while (!isStopping) {
      const { origin, name } = targets()[at]!;
      const from = Date.now();
      const { status } = await client.ask(origin, { method: 'GET', path: '/health/ready' });
      probes.push({ from, to: Date.now(), process: name, status });
      await sleep(200);
    }
  };
  const watched = targets().map((_, at) => watch(at));
  return {
    probes,
    async stop() {
      isStopping = true;
      await Promise.all(watched);
    },
  };
}
