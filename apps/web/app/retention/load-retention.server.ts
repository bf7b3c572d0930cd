import type { Read } from '../api/api.server.ts';

/** Reads what is kept and for how long, and the services that could have days of their own. */
export async function loadRetention({ api, now }: Read) {
  const [overview, services] = await Promise.all([api.retention.get.query(), api.services.names.query()]);
  return { now, overview, services: services };
}
