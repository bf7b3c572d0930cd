import type { OwnRules } from '@apiscope/core/redact/rules-schema';
import { api } from '../api/api.client.ts';
import { useAct } from '../ui/use-act.ts';

/** What a person does on the page. Each answers whether it was done; `said` tells what came of the last one. */
export function useRedactionActions() {
  const { act, state } = useAct();
  return {
    ...state,
    save: (rules: OwnRules, basedOn: number) =>
      act(async () => {
        const { current } = await api.redaction.setRules.mutate({ ...rules, basedOn });
        return `Version ${current.version} holds for what comes from now on. Scrub history to rewrite what is stored.`;
      }),
    scrub: () =>
      act(async () => {
        await api.redaction.scrub.mutate({});
        return 'History is being rewritten with the rules in force.';
      }),
  };
}
