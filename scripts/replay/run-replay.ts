import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SetRun, SetRunDetail } from '../../packages/core/src/replay/set-run-schema.ts';
import { type ApiClient, createApiClient } from '../import/api-client.ts';
import { findServer } from '../import/find-server.ts';
import type { Terminal } from '../import/run-import.ts';
import { RefusedError } from '../import/send-block.ts';
import { ask, findSet, findTarget } from './find-set.ts';
import { parseArguments, type ReplayArguments, replayUsage } from './parse-arguments.ts';
import { exitCodeOf, printVerdict } from './print-verdict.ts';

const pollMs = 500;

/** Runs the replay command and gives its exit code: 0 all answers are equal, 1 some differ, 2 anything else. */
export async function runReplay(argv: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  const { env, output, errors } = terminal;
  try {
    const options = parseArguments(argv, env);
    if (!options) {
      output.write(`${replayUsage}\n`);
      return 0;
    }
    await findServer({ url: options.url, key: env.APISCOPE_KEY });
    return await follow(options, terminal);
  } catch (error) {
    errors.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

async function follow(
  options: ReplayArguments,
  { env, output, errors, signal, patience = 30_000 }: Terminal,
) {
  const api = createApiClient({ url: options.url, key: env.APISCOPE_KEY, patience });
  const set = await findSet(api, options.set);
  const target = options.target && (await findTarget(api, { service: set.service, target: options.target }));
  // Tried once: an answer that is lost may have started a run, and a second try would start another.
  const starter = createApiClient({ url: options.url, key: env.APISCOPE_KEY, patience: 0 });
  const { id } = await ask<SetRun>(starter, 'POST', `/replay/sets/${set.id}/runs`, target ? { target } : {});
  const run = await waitForEnd(api, { id, timeoutMs: options.timeoutMs, signal });
  if (run.report === null) throw new RefusedError(`run ${id} has no report`);
  if (options.json === '-') output.write(`${JSON.stringify(run.report, null, 2)}\n`);
  else if (options.json !== null) await writeFile(options.json, `${JSON.stringify(run.report, null, 2)}\n`);
  // Stdout is the report's where that was asked for.
  const say = options.json === '-' ? errors : output;
  say.write(`${printVerdict(run, run.report, options.url)}\n`);
  return exitCodeOf(run);
}

/** Waits until a run is over; past the time, or when it is no longer wanted, it is cancelled. @throws RefusedError then. */
async function waitForEnd(
  api: ApiClient,
  { id, timeoutMs, signal }: { id: number; timeoutMs: number; signal: AbortSignal },
): Promise<SetRunDetail> {
  const endAt = performance.now() + timeoutMs;
  for (;;) {
    const run = await ask<SetRunDetail>(api, 'GET', `/replay/sets/runs/${id}`);
    if (run.status === 'done' || run.status === 'cancelled') return run;
    if (signal.aborted || performance.now() >= endAt) {
      await api.request('POST', `/replay/sets/runs/${id}/cancel`);
      const why = signal.aborted ? 'interrupted' : `no verdict within ${timeoutMs / 1_000} s`;
      const waits = run.isWaiting ? '; no worker has taken it up' : '';
      throw new RefusedError(
        `${why}: run ${id} is cancelled after ${run.done} of ${run.total} requests${waits}`,
      );
    }
    const left = Math.max(0, endAt - performance.now());
    await sleep(Math.min(pollMs, left), undefined, { signal }).catch(() => {});
  }
}
