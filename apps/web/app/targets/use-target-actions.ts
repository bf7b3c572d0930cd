import type { CreateTargetInput, ReplayTarget, UpdateTargetInput } from '@apiscope/core/replay/target-schema';
import { api } from '../api/api.client.ts';
import { useAct } from '../ui/use-act.ts';

/** What a person does with targets. Each answers whether it was done; `said` tells what came of the last one. */
export function useTargetActions() {
  const { act, state } = useAct();
  return {
    ...state,
    create: (input: CreateTargetInput) =>
      act(async () => {
        const { name, service } = await api.targets.create.mutate(input);
        return `Requests of ${service} can be replayed to ${name}.`;
      }),
    update: (input: UpdateTargetInput) =>
      act(async () => `${(await api.targets.update.mutate(input)).name} is saved.`),
    remove: ({ id }: ReplayTarget) =>
      act(async () => {
        const { name, service } = await api.targets.delete.mutate({ id });
        return `${name} of ${service} is deleted.`;
      }),
  };
}
