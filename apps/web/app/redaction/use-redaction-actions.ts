import type { OwnRules } from '@apiscope/core/redact/rules-schema';
import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { api } from '../api/api.client.ts';
import { readProblem } from '../api/api-problem.ts';

/** What a person does on the page. Each answers whether it was done; `said` tells what came of the last one. */
export function useRedactionActions() {
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
