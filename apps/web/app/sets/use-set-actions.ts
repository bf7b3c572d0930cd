import { useNavigate, useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { api } from '../api/api.client.ts';
import { readProblem } from '../api/api-problem.ts';
import { useLinkWith } from '../ui/use-link-with.ts';
import type { readNewSet, readSetForm } from './read-set-form.ts';

/** What a person does with sets and their runs. Each answers whether it was done; if not, `problem` says why. */
export function useSetActions() {
  const { revalidate } = useRevalidator();
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const act = async (work: () => Promise<unknown>): Promise<boolean> => {
    setIsBusy(true);
    try {
      await work();
      setProblem(null);
      revalidate();
      return true;
    } catch (error) {
      setProblem(readProblem(error).message);
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  const open = (params: { set: number | null; run: number | null }) =>
    navigate(
      linkWith({
        set: params.set === null ? null : String(params.set),
        run: params.run === null ? null : String(params.run),
        page: null,
        status__eq: null,
      }),
      { preventScrollReset: true },
    );

  return {
    isBusy,
    problem,
    forget: () => setProblem(null),
    create: (set: ReturnType<typeof readNewSet>) =>
      act(async () => open({ set: (await api.sets.create.mutate(set)).id, run: null })),
    update: (id: number, set: ReturnType<typeof readSetForm>) =>
      act(() => api.sets.update.mutate({ id, ...set })),
    remove: (id: number) =>
      act(async () => {
        await api.sets.delete.mutate({ id });
        await open({ set: null, run: null });
      }),
    start: (id: number, kind: 'start' | 'learn') =>
      act(async () => open({ set: id, run: (await api.sets[kind].mutate({ id })).id })),
    steer: (id: number, move: 'pause' | 'resume' | 'cancel') => act(() => api.sets[move].mutate({ id })),
  };
}
export type SetActions = ReturnType<typeof useSetActions>;
