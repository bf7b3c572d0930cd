import type { ApiKey, ApiKeyWithToken, CreateKeyInput } from '@apiscope/core/access/key-schema';
import { useState } from 'react';
import { api } from '../api/api.client.ts';
import { useAct } from '../ui/use-act.ts';

/** What a person does with keys. A token that was just made is `made` until it is forgotten: it is nowhere else. */
export function useKeyActions() {
  const { act, state } = useAct();
  const [made, setMade] = useState<ApiKeyWithToken | null>(null);
  return {
    ...state,
    made,
    forgetToken: () => setMade(null),
    create: (input: CreateKeyInput) =>
      act(async () => {
        setMade(await api.keys.create.mutate(input));
        return null;
      }),
    rotate: (input: { id: number; overlapMinutes: number }) =>
      act(async () => {
        setMade(await api.keys.rotate.mutate(input));
        return null;
      }),
    revoke: ({ id }: ApiKey) =>
      act(
        async () => `${(await api.keys.revoke.mutate({ id })).name} is revoked: it opens nothing any more.`,
      ),
  };
}
export type KeyActions = ReturnType<typeof useKeyActions>;
