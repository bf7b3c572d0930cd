import { useNavigate } from '@remix-run/react';
import { api } from '../api/api.client.ts';
import { useAct } from '../ui/use-act.ts';
import { useLinkWith } from '../ui/use-link-with.ts';
import type { readNewSet, readSetForm } from './read-set-form.ts';

/** What a person does with sets and their runs. Each answers whether it was done; if not, `problem` says why. */
export function useSetActions() {
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const { act, state } = useAct();
  /** Goes to a set or a run; there is nothing more to say. */
  const open = async (params: { set: number | null; run: number | null }) => {
    await navigate(
      linkWith({
        set: params.set === null ? null : String(params.set),
        run: params.run === null ? null : String(params.run),
        page: null,
        status__eq: null,
      }),
      { preventScrollReset: true },
    );
    return null;
  };

  return {
    ...state,
    create: (set: ReturnType<typeof readNewSet>) =>
      act(async () => open({ set: (await api.sets.create.mutate(set)).id, run: null })),
    update: (id: number, set: ReturnType<typeof readSetForm>) =>
      act(async () => {
        await api.sets.update.mutate({ id, ...set });
        return null;
      }),
    remove: (id: number) =>
      act(async () => {
        await api.sets.delete.mutate({ id });
        return open({ set: null, run: null });
      }),
    start: (id: number, kind: 'start' | 'learn') =>
      act(async () => open({ set: id, run: (await api.sets[kind].mutate({ id })).id })),
    steer: (id: number, move: 'pause' | 'resume' | 'cancel') =>
      act(async () => {
        await api.sets[move].mutate({ id });
        return null;
      }),
  };
}
export type SetActions = ReturnType<typeof useSetActions>;
