import { scopeOf } from '../shell/nav-items.ts';

/** The route of the page of one service. */
export const servicePath = '/dashboard/services/:service';

/** Where the page of a service is, over the range of the present address. */
export function serviceLink(search: string, service: string): string {
  const params = new URLSearchParams(scopeOf(search));
  params.delete('service');
  const text = params.toString();
  return `/dashboard/services/${encodeURIComponent(service)}${text && `?${text}`}`;
}
