import { createContext, useContext } from 'react';
import type { Zone } from './zone.ts';

/** The zone that times are shown in; the frame of the pages sets it once. */
export const ZoneContext = createContext<Zone>('UTC');

/** The zone that this page shows times in. */
export function useZone(): Zone {
  return useContext(ZoneContext);
}
