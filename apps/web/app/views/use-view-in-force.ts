import type { Resource } from '@apiscope/core/search/fields';
import type { View } from '@apiscope/core/views/schema';
import { useSearchParams } from '@remix-run/react';
import { useMemo } from 'react';
import { stateOfAddress, stateOfView } from './view-link.ts';

/** A view whose name stands for what the page shows, or stood for it until it was `isModified`. */
export type ViewInForce = { view: View; isModified: boolean };

/** The view that the address shows, or the one it was opened from and has moved away from; null when there is neither. */
export function useViewInForce(resource: Resource, views: readonly View[]): ViewInForce | null {
  const [params] = useSearchParams();
  return useMemo(() => {
    const opened = views.filter(({ id }) => String(id) === params.get('view'));
    const state = stateOfAddress(resource, params);
    const shown = [...opened, ...views].find((view) => stateOfView(view) === state);
    if (shown) return { view: shown, isModified: false };
    return opened[0] ? { view: opened[0], isModified: true } : null;
  }, [resource, views, params]);
}
