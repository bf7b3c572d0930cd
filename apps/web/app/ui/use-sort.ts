import { useSearchParams } from '@remix-run/react';
import type { Sort } from './table-head.tsx';
import { useLinkWith } from './use-link-with.ts';

/** The order in the address, or the resource's own, and links that change it. */
export function useSort(fallback: { by: string; direction: 'asc' | 'desc' }): Sort {
  const [params] = useSearchParams();
  const linkWith = useLinkWith();
  const order = params.get('order');
  return {
    by: params.get('order_by') ?? fallback.by,
    order: order === 'asc' || order === 'desc' ? order : fallback.direction,
    linkTo: (by, direction) => linkWith({ order_by: by, order: direction, page: null }),
  };
}
