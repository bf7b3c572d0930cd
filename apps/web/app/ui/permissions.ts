import { createContext, useContext } from 'react';

/** What the person at the screen may do: a reason why not, null when they may. */
export type Permissions = (needed: string) => string | null;

/** Everything is allowed where nothing else is said. */
export const PermissionsContext = createContext<Permissions>(() => null);

/** Why the person may not do what needs this; null when they may. */
export function useRefusal(needed: string | undefined): string | null {
  const refuse = useContext(PermissionsContext);
  return needed === undefined ? null : refuse(needed);
}
