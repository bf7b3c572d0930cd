import type { Read } from '../api/api.server.ts';

/** Reads every target, and the services that could have one. */
export async function loadTargets({ api }: Read) {
  const [targets, services] = await Promise.all([api.targets.list.query({}), api.services.names.query()]);
  return { targets, services: services };
}
