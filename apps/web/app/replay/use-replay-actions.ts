import type { ReplayOverrides } from '@apiscope/core/replay/run-schema';
import { useNavigate, useRevalidator } from '@remix-run/react';
import { api } from '../api/api.client.ts';
import { useAct } from '../ui/use-act.ts';
import { useLinkWith } from '../ui/use-link-with.ts';

/** What a person does with a captured request and its replays; `problem` says why the last of it was not done. */
export function useReplayActions() {
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const { revalidate } = useRevalidator();
  const { act, state } = useAct();

  /** Sends and shows what came of it; a refusal is stored as well, and belongs into the list. */
  const show = (send: () => Promise<{ id: number }>) =>
    act(async () => {
      try {
        const { id } = await send();
        const link = linkWith({ run: String(id), compare: null, tab: 'runs' });
        await navigate(link, { preventScrollReset: true });
        return null;
      } catch (error) {
        revalidate();
        throw error;
      }
    });

  return {
    ...state,
    setPinned: (id: number, isPinned: boolean) =>
      act(async () => {
        await (isPinned ? api.replay.pin : api.replay.unpin).mutate({ id });
        return null;
      }),
    send: (id: number, overrides: ReplayOverrides) => show(() => api.replay.run.mutate({ id, ...overrides })),
    repeat: (runId: number, changes: Pick<ReplayOverrides, 'confirm' | 'ignore'>) =>
      show(() => api.replay.rerun.mutate({ id: runId, ...changes })),
  };
}
