import type { Scope } from '@apiscope/core/access/schema';
import { useCallback } from 'react';
import type { Permissions } from '../ui/permissions.ts';
import type { Session } from './load-shell.server.ts';

const words: Readonly<Record<string, string>> = {
  ingest: 'operators and admins',
  operate: 'operators and admins',
  admin: 'admins',
};

/** What the person at the screen may do, as far as is known: the API judges again. */
export function usePermissions(session: Session | null): Permissions {
  return useCallback(
    (needed) => {
      if (session === null || session.scopes.includes(needed as Scope)) return null;
      const role = session.member?.role;
      const who =
        role === undefined ? 'you are not signed in' : `you are ${role === 'viewer' ? 'a' : 'an'} ${role}`;
      return `This is for ${words[needed] ?? needed}; ${who}.`;
    },
    [session],
  );
}
