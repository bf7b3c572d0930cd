import type { ReplayOverrides } from '@apiscope/core/replay/run-schema';
import { useNavigate, useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { api } from '../api/api.client.ts';
import { readProblem } from '../api/api-problem.ts';
import { useLinkWith } from '../ui/use-link-with.ts';

/** What a person does with a captured request and its replays; `problem` says why the last of it was not done. */
export function useReplayActions() {
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const { revalidate } = useRevalidator();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const act = async (work: () => Promise<void>): Promise<void> => {
    setIsBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(readProblem(error).message);
      // A refusal is stored as well, and belongs into the list.
      revalidate();
    } finally {
      setIsBusy(false);
    }
  };
  const show = ({ id }: { id: number }) =>
    void navigate(linkWith({ run: String(id), compare: null, tab: 'runs' }), { preventScrollReset: true });

  return {
    isBusy,
    problem,
    setPinned: (id: number, isPinned: boolean) =>
      act(async () => {
        await (isPinned ? api.replay.pin : api.replay.unpin).mutate({ id });
        revalidate();
      }),
    send: (id: number, overrides: ReplayOverrides) =>
      act(async () => show(await api.replay.run.mutate({ id, ...overrides }))),
    repeat: (runId: number, changes: Pick<ReplayOverrides, 'confirm' | 'ignore'>) =>
      act(async () => show(await api.replay.rerun.mutate({ id: runId, ...changes }))),
  };
}
