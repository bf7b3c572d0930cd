import type { CreateTargetInput, ReplayTarget, UpdateTargetInput } from '@apiscope/core/replay/target-schema';
import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { api } from '../api/api.client.ts';
import { readProblem } from '../api/api-problem.ts';

/** What a person does with targets. Each answers whether it was done; `said` tells what came of the last one. */
export function useTargetActions() {
  const { revalidate } = useRevalidator();
  const [isBusy, setIsBusy] = useState(false);
  const [said, setSaid] = useState<{ isDone: boolean; message: string } | null>(null);

  const act = async (work: () => Promise<string>): Promise<boolean> => {
    setIsBusy(true);
    try {
      setSaid({ isDone: true, message: await work() });
      revalidate();
      return true;
    } catch (error) {
      setSaid({ isDone: false, message: readProblem(error).message });
      return false;
    } finally {
      setIsBusy(false);
    }
  };

  return {
    isBusy,
    said,
    forget: () => setSaid(null),
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
