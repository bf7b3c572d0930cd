import { type ApiProcess, freePort, spawnApi } from '../../../apps/api/src/testing/spawn-api.ts';
import { type SpawnedWorker, spawnWorker } from '../../../apps/api/src/testing/spawn-worker.ts';
import type { Target } from './drive.ts';

/** A process from its start to its end; times in ms since the epoch. */
export type Life = Target & { readyAt: number | null; killedAt: number | null };

type Slot = { port: number; turns: number; life: Life; process: ApiProcess | null };

/** Two APIs and a worker over one database, each killed and started again as a supervisor does. */
export async function openStage(url: string) {
  const lives: Life[] = [];
  let worker: SpawnedWorker;

  const begin = (slot: Pick<Slot, 'port' | 'turns'>, letter: string): Life => {
    const life = {
      origin: `http://127.0.0.1:${slot.port}`,
      name: `${letter}${slot.turns}`,
      readyAt: null,
      killedAt: null,
    };
    lives.push(life);
    return life;
  };
  const start = async (slot: Slot): Promise<void> => {
    slot.process = await spawnApi({
      DATABASE_URL: url,
      PORT: `${slot.port}`,
      VERSION: slot.life.name,
      LOG_LEVEL: 'error',
    });
    slot.life.readyAt = Date.now();
  };
  const startWorker = (): Promise<void> => {
    worker = spawnWorker(url);
    return worker.ready;
  };
  const slots = new Map<string, Slot>();
  for (const letter of ['a', 'b']) {
    const given = { port: await freePort(), turns: 1 };
    slots.set(letter, { ...given, life: begin(given, letter), process: null });
  }
  await Promise.all([...[...slots.values()].map(start), startWorker()]);

  return {
    lives: lives as readonly Life[],
    targets: (): readonly Target[] => [...slots.values()].map(({ life }) => life),
    /** kill -9, and at once a new start; resolves when that is ready. */
    async killApi(letter: 'a' | 'b'): Promise<void> {
      const slot = slots.get(letter)!;
      slot.life.killedAt = Date.now();
      slot.turns++;
      slot.life = begin(slot, letter);
      await slot.process!.stop('SIGKILL');
      await start(slot);
    },
    async killWorker(): Promise<void> {
      // Its end is what was wanted.
      worker.ready.catch(() => {});
      worker.child.kill('SIGKILL');
      await startWorker();
    },
    /** Lives that were not killed and have not ended by themselves. */
    survivors: (): Life[] =>
      [...slots.values()].filter(({ process }) => process?.child.exitCode === null).map(({ life }) => life),
    workerLives: (): boolean => worker.child.exitCode === null && worker.child.signalCode === null,
    workerOutput: (): string => worker.output(),
    /** Asks the APIs to stop, and answers their exit codes. */
    stopApis: (): Promise<(number | null)[]> =>
      Promise.all([...slots.values()].map(async ({ process }) => (await process!.stop('SIGTERM')).code)),
    kill(): void {
      for (const { process } of slots.values()) process?.child.kill('SIGKILL');
      worker.child.kill('SIGKILL');
    },
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;
