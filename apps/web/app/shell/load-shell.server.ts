import type { Read } from '../api/api.server.ts';

/** What every page shows around its content. The frame stands even when the API does not answer. */
export async function loadShell({ api, params, now }: Read) {
  const services = await api.services.list.query().catch(() => []);
  return { services: services.map(({ name }) => name), service: params.get('service') || null, now };
}
