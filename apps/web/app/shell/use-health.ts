import { systemClock } from '@apiscope/core/clock';
import { useRevalidator } from '@remix-run/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../api/api.client.ts';
import { readProblem } from '../api/api-problem.ts';
import { useInterval } from '../live/use-interval.ts';

/** Something that is not as it should be, in a sentence, and since when (epoch milliseconds, as seen from here). */
export type Trouble = { kind: 'server' | 'database' | 'worker' | 'other'; message: string; since: number };

const every = 5_000;

/** Asks `health.check` every five seconds. When an outage ends, the page loads again by itself. */
export function useHealth(): Trouble | null {
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const { revalidate } = useRevalidator();
  const isAsking = useRef(false);
  const wasAway = useRef(false);
  const ask = useCallback(() => {
    if (isAsking.current) return;
    isAsking.current = true;
    void findTrouble()
      .then((found) => {
        setTrouble(
          (was) => found && { ...found, since: was?.kind === found.kind ? was.since : systemClock.now() },
        );
        const isAway = found?.kind === 'server' || found?.kind === 'database';
        if (wasAway.current && !isAway) revalidate();
        wasAway.current = isAway;
      })
      .finally(() => {
        isAsking.current = false;
      });
  }, [revalidate]);
  useEffect(ask, [ask]);
  useInterval(ask, every);
  return trouble;
}

async function findTrouble(): Promise<Omit<Trouble, 'since'> | null> {
  try {
    const { parts } = await api.health.check.query(undefined, { signal: AbortSignal.timeout(every - 500) });
    const { database, worker, queue, streams } = parts;
    if (database.status !== 'ok') return { kind: 'database', message: 'Apiscope’s database is unreachable' };
    if (worker.status !== 'ok') return { kind: 'worker', message: worker.message ?? 'No worker is running' };
    const other = [queue, streams, ...Object.values(parts.buffers)].find(({ status }) => status !== 'ok');
    return other ? { kind: 'other', message: other.message ?? 'A part of Apiscope is not well' } : null;
  } catch (error) {
    return readProblem(error).code === 'UNREACHABLE'
      ? { kind: 'server', message: 'Apiscope’s server does not answer' }
      : { kind: 'database', message: 'Apiscope’s database is unreachable' };
  }
}
