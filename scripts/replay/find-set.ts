import type { ReplaySet } from '../../packages/core/src/replay/set-schema.ts';
import type { ReplayTarget } from '../../packages/core/src/replay/target-schema.ts';
import type { ApiClient } from '../import/api-client.ts';
import { RefusedError } from '../import/send-block.ts';

/** Asks REST and gives the data. @throws RefusedError with what the server says is wrong. */
export async function ask<T>(api: ApiClient, method: string, path: string, body?: unknown): Promise<T> {
  const { data, error } = await api.request(method, path, body);
  if (error) throw new RefusedError(error.message);
  return data as T;
}

/** The set of a name. @throws RefusedError that names those there are. */
export async function findSet(api: ApiClient, name: string): Promise<ReplaySet> {
  const [set] = await ask<ReplaySet[]>(api, 'GET', `/replay/sets?name__eq=${encodeURIComponent(name)}`);
  if (set) return set;
  const others = await ask<ReplaySet[]>(api, 'GET', '/replay/sets?limit=20&order_by=name&order=asc');
  const names = others.map((other) => other.name).join(', ');
  throw new RefusedError(`there is no replay set “${name}”${names === '' ? '' : `; there are ${names}`}`);
}

/**
 * The name of the target that is meant: a name is taken as it is, a URL must be the base URL of a target of the service.
 * @throws RefusedError when it is that of none.
 */
export async function findTarget(
  api: ApiClient,
  { service, target }: { service: string; target: string },
): Promise<string> {
  if (!/^https?:\/\//i.test(target)) return target;
  const targets = await ask<ReplayTarget[]>(api, 'GET', `/targets?service=${encodeURIComponent(service)}`);
  const wanted = normalise(target);
  const found = targets.find(({ baseUrl }) => normalise(baseUrl) === wanted);
  if (found) return found.name;
  const known = targets.map(({ name, baseUrl }) => `${name} ${baseUrl}`).join(', ');
  throw new RefusedError(
    `${target} is no target of ${service}, and only targets are sent to; ${known === '' ? 'it has none' : `there are ${known}`}`,
  );
}

function normalise(url: string): string {
  return URL.canParse(url) ? new URL(url).href.replace(/\/+$/, '') : url;
}
