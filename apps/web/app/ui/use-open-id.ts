import { useNextParams } from './use-next-params.ts';

/** The id of the open row: of the address that is on its way, else of the present one, so that a drawer opens at once. */
export function useOpenId(name: string): string | null {
  return useNextParams().get(name);
}
