import type { SetCount } from '@apiscope/core/replay/set-schema';
import { useState } from 'react';
import { readProblem } from '../api/api-problem.ts';

/** A count that is asked for by a person: what it came to, or why it could not be made. */
export function useCount() {
  const [state, setState] = useState<{ count: SetCount | null; problem: string | null; isBusy: boolean }>({
    count: null,
    problem: null,
    isBusy: false,
  });
  const ask = async (work: () => Promise<SetCount>): Promise<void> => {
    setState((before) => ({ ...before, isBusy: true }));
    try {
      setState({ count: await work(), problem: null, isBusy: false });
    } catch (error) {
      setState({ count: null, problem: readProblem(error).message, isBusy: false });
    }
  };
  return { ...state, ask };
}
