/** Where the detail of an endpoint is: the same service and range, the endpoint chosen. */
export function endpointLink(search: string, service: string, endpoint: string): string {
  const params = new URLSearchParams();
  const present = new URLSearchParams(search);
  for (const name of ['range', 'from', 'to']) {
    const value = present.get(name);
    if (value !== null) params.set(name, value);
  }
  params.set('service', service);
  params.set('endpoint', endpoint);
  return `/dashboard/metrics?${params}`;
}
