import type { RetentionKind, RetentionPolicy } from '@apiscope/core/retention/schema';
import { useEffect, useState } from 'react';
import { api } from '../api/api.client.ts';
import { readProblem } from '../api/api-problem.ts';

/** What is asked about: days for a kind or one service, or none, as if they were taken back. */
export type Asked = { kind: RetentionKind; service: string | null; days: number | null };

/** `policy` is null while it is being counted, `problem` when it could not be. */
export type Forecast = { policy: RetentionPolicy | null; problem: string | null };

const counting: Forecast = { policy: null, problem: null };
/** A person is still typing, ms. */
const pauseMs = 250;

/** What the next run would let go of; null asks nothing. An answer to an earlier question is never shown. */
export function useForecast(asked: Asked | null): Forecast {
  const [answer, setAnswer] = useState<{ key: string; forecast: Forecast } | null>(null);
  const key = JSON.stringify(asked);
  useEffect(() => {
    const question = JSON.parse(key) as Asked | null;
    if (question === null) return;
    const aborter = new AbortController();
    const ask = async () => {
      const { kind, service, days } = question;
      const input = { kind, service: service ?? undefined, days: days ?? undefined };
      try {
        const policy = await api.retention.preview.query(input, { signal: aborter.signal });
        setAnswer({ key, forecast: { policy, problem: null } });
      } catch (error) {
        if (aborter.signal.aborted) return;
        setAnswer({ key, forecast: { policy: null, problem: readProblem(error).message } });
      }
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [key]);
  return answer?.key === key ? answer.forecast : counting;
}
