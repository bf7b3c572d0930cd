import type { Resource } from '@apiscope/core/search/fields';
import type { ResourceName, View } from '@apiscope/core/views/schema';
import { useNavigate, useRevalidator, useSearchParams } from '@remix-run/react';
import { useState } from 'react';
import { api } from '../api/api.client.ts';
import { readProblem } from '../api/api-problem.ts';
import { useLinkWith } from '../ui/use-link-with.ts';
import { readViewParts } from './view-link.ts';

/** What a person does with views. Each answers whether it was done; if not, `problem` says why. */
export function useViewActions(resource: Resource) {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const { revalidate } = useRevalidator();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState('');

  const act = async (work: () => Promise<string>): Promise<boolean> => {
    setIsBusy(true);
    setProblem(null);
    try {
      setDone(await work());
      return true;
    } catch (error) {
      setProblem(explain(error));
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  /** Goes on under the same state; the page's data, views among it, are read anew. */
  const goOn = (view: string | null) =>
    void navigate(linkWith({ view }), { replace: true, preventScrollReset: true });

  return {
    isBusy,
    problem,
    done,
    forget: () => setProblem(null),
    create: (name: string) =>
      act(async () => {
        const parts = readViewParts(resource, params);
        const view = await api.views.create.mutate({
          ...parts,
          name,
          resource: resource.name as ResourceName,
        });
        goOn(String(view.id));
        return `“${view.name}” is saved.`;
      }),
    update: ({ id }: View) =>
      act(async () => {
        const view = await api.views.update.mutate({ ...readViewParts(resource, params), id });
        goOn(String(view.id));
        return `“${view.name}” is updated.`;
      }),
    rename: ({ id }: View, name: string) =>
      act(async () => {
        const view = await api.views.update.mutate({ id, name });
        revalidate();
        return `The view is now called “${view.name}”.`;
      }),
    remove: ({ id, name }: View) =>
      act(async () => {
        await api.views.delete.mutate({ id });
        goOn(null);
        return `“${name}” is deleted.`;
      }),
  };
}

function explain(error: unknown): string {
  const { issues, message } = readProblem(error);
  if (issues.length === 0) return message;
  return issues.map(({ path, message }) => (path === 'name' ? message : `${path}: ${message}`)).join('; ');
}
