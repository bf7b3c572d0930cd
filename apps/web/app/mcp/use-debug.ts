import type { DebugInput } from '@apiscope/core/mcp/debug-schema';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api/api.client.ts';
import { type ApiProblem, readProblem } from '../api/api-problem.ts';

/** What came of talking to a server, as the browser gets it. */
export type ShownRun = Awaited<ReturnType<typeof api.mcpDebug.run.mutate>>;
export type ShownStep = ShownRun['steps'][number];
export type ShownTool = ShownRun['tools'][number];

export type DebugState = {
  /** The last answer; it stays while the next one is waited for. */
  run: ShownRun | null;
  /** Why nothing was asked of the server at all. */
  problem: ApiProblem | null;
  isRunning: boolean;
};

/** Talks to one server at a time; the next question takes the place of one under way. */
export function useDebug(): DebugState & { ask: (input: DebugInput) => Promise<void> } {
  const [state, setState] = useState<DebugState>({ run: null, problem: null, isRunning: false });
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);

  const ask = async (input: DebugInput) => {
    current.current?.abort();
    const aborter = new AbortController();
    current.current = aborter;
    setState((before) => ({ ...before, problem: null, isRunning: true }));
    try {
      const run = await api.mcpDebug.run.mutate(input, { signal: aborter.signal });
      setState({ run, problem: null, isRunning: false });
    } catch (error) {
      if (!aborter.signal.aborted) setState({ run: null, problem: readProblem(error), isRunning: false });
    }
  };
  return { ...state, ask };
}
