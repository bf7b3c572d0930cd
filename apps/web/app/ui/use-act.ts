import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { readProblem } from '../api/api-problem.ts';

/** What came of the last thing that was done. */
type Said = { isDone: boolean; message: string };

/**
 * Runs what a person does on a page, one thing at a time: busy meanwhile, then the page's data are read anew. `act` answers whether it was
 * done; the words that its work returns (null: none), or the reason why not, are `said`, the latter `problem` too.
 */
export function useAct() {
  const { revalidate } = useRevalidator();
  const [isBusy, setIsBusy] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);

  const act = async (work: () => Promise<string | null>): Promise<boolean> => {
    setIsBusy(true);
    try {
      const message = await work();
      setSaid(message === null ? null : { isDone: true, message });
      revalidate();
      return true;
    } catch (error) {
      setSaid({ isDone: false, message: readProblem(error).message });
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  const problem = said?.isDone === false ? said.message : null;
  return { act, state: { isBusy, said, problem, forget: () => setSaid(null) } };
}
