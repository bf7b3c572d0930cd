import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../seed/random.ts';
import { type Call, nextCall } from './calls.ts';

/** What was answered so far. */
export type Tally = {
  sent: number;
  /** Calls that were due while too many were still waiting for their answer. */
  skipped: number;
  /** Calls that got no answer. */
  unanswered: number;
  /** Answers with another status than the call should get. */
  unexpected: number;
  readonly statuses: Map<number, number>;
  /** Milliseconds of each answer. */
  readonly latencies: number[];
};

export type DriveOptions = {
  readonly url: string;
  /** API key; undefined where nobody asks for one. */
  readonly key: string | undefined;
  /** Calls a second, on average; they come at random moments, as those of many people do. */
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onTick?: (tally: Tally) => void;
};

/** Calls without an answer, at most: a server that hangs is not buried under more of them. */
const mostInFlight = 50;

/** Calls the users API for the given time and resolves when the last answer is in. Stops early when nobody answers any more. */
export async function drive({ url, key, rate, seconds, seed, signal, onTick }: DriveOptions): Promise<Tally> {
  const random = createRandom(seed);
  const tally: Tally = {
    sent: 0,
    skipped: 0,
    unanswered: 0,
    unexpected: 0,
    statuses: new Map(),
    latencies: [],
  };
  const inFlight = new Set<Promise<void>>();
  const ids: number[] = [];
  const started = performance.now();
  let silentInARow = 0;

  const send = async (call: Call): Promise<void> => {
    const at = performance.now();
    const answer = await ask({ url, key }, call);
    silentInARow = answer ? 0 : silentInARow + 1;
    if (!answer) {
      tally.unanswered += 1;
      return;
    }
    tally.latencies.push(performance.now() - at);
    tally.statuses.set(answer.status, (tally.statuses.get(answer.status) ?? 0) + 1);
    if (answer.status !== call.expected) tally.unexpected += 1;
    if (answer.createdId !== null) ids.push(answer.createdId);
  };

  for (let due = 0; due < seconds * 1_000 && !signal.aborted && silentInARow < 20; ) {
    due += (-Math.log(1 - random.next()) / rate) * 1_000;
    const wait = Math.min(due, seconds * 1_000) - (performance.now() - started);
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
    if (due >= seconds * 1_000 || signal.aborted) break;
    if (inFlight.size >= mostInFlight) {
      tally.skipped += 1;
      continue;
    }
    tally.sent += 1;
    const sending = send(nextCall(random, ids)).finally(() => inFlight.delete(sending));
    inFlight.add(sending);
    onTick?.(tally);
  }
  await Promise.all(inFlight);
  return tally;
}

async function ask(
  { url, key }: Pick<DriveOptions, 'url' | 'key'>,
  { method, path, body }: Call,
): Promise<{ status: number; createdId: number | null } | null> {
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      signal: AbortSignal.timeout(30_000),
      headers: {
        'user-agent': 'apiscope-traffic',
        ...(key && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return { status: response.status, createdId: response.status === 201 ? idIn(text) : null };
  } catch {
    return null;
  }
}

function idIn(text: string): number | null {
  const { data } = JSON.parse(text) as { data?: { id?: unknown } | null };
  return typeof data?.id === 'number' ? data.id : null;
}
