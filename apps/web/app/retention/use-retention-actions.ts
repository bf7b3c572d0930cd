import { api } from '../api/api.client.ts';
import { useAct } from '../ui/use-act.ts';
import { daysOf, kindWords } from './kind-words.ts';
import type { Asked } from './use-forecast.ts';

/** What a person does on the page. Each answers whether it was done; `said` tells what came of the last one. */
export function useRetentionActions() {
  const { act, state } = useAct();
  return {
    ...state,
    /** Sets days, or takes them back where there are none. */
    apply: ({ kind, service, days }: Asked) =>
      act(async () => {
        const target = { kind, service: service ?? undefined };
        const policy =
          days === null
            ? await api.retention.reset.mutate(target)
            : await api.retention.set.mutate({ ...target, days });
        const whose = service === null ? kindWords[kind].name : `${kindWords[kind].name} of ${service}`;
        return `${whose} are kept for ${daysOf(policy.days)} from the next run on.`;
      }),
    /** The page itself shows how the run goes on. */
    runNow: () =>
      act(async () => {
        await api.worker.create.mutate({ task: 'cleanup_logs' });
        return null;
      }),
  };
}
export type RetentionActions = ReturnType<typeof useRetentionActions>;
