import { scopeOf } from '../shell/nav-items.ts';

/** The consumer that an address opens, and the service whose it is, where the address says so. */
export function openConsumer(params: URLSearchParams): { id: string; service?: string } | null {
  const id = params.get('consumer');
  if (!id) return null;
  const service = params.get('consumerOf') || params.get('service');
  return service ? { id, service } : { id };
}

/** Where a consumer of a service is open, over the range of the present address. */
export function consumerLink(search: string, { service, id }: { service: string; id: string }): string {
  const params = new URLSearchParams(scopeOf(search, service));
  params.set('consumer', id);
  return `/dashboard/consumers?${params}`;
}
