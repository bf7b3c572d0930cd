import { Script } from 'node:vm';
import { find, plain } from './read-record.ts';
import type { StageRecord } from './stage-record.ts';

/** Where the edge sends a request: the host (or the id of an origin of the distribution), and the path that it is asked for there. */
export type Sent = { to: string; path: string; forwardedHost: string | undefined };

type EdgeRequest = {
  uri: string;
  headers: Record<string, { value: string }>;
  cookies: object;
  querystring: object;
};

/** The function that the router runs at the edge for each request, with the routes that the stage has put into its store. */
export function edgeOf(record: StageRecord): { code: string; send(path: string): Promise<Sent> } {
  const [edge] = find(record, 'aws:cloudfront/function:Function', /Request$/);
  const code = String(plain(edge?.inputs.code));
  const store = storeOf(record);
  return {
    code,
    async send(path) {
      let to = 'default';
      const cf = {
        kvs: () => ({
          async get(key: string) {
            const value = store.get(key);
            if (value === undefined) throw new Error(`no key ${key}`);
            return value;
          },
        }),
        updateRequestOrigin: ({ domainName }: { domainName: string }) => {
          to = domainName;
        },
        selectRequestOriginById: (id: string) => {
          to = id;
        },
      };
      const request: EdgeRequest = {
        uri: path,
        headers: { host: { value: 'apiscope.example.com' } },
        cookies: {},
        querystring: {},
      };
      const script = new Script(
        `(function (cf, require) { ${code.replace('import cf from "cloudfront";', '')}; return handler; })`,
      );
      const handler = script.runInThisContext()(cf, (name: string) => process.getBuiltinModule(name));
      const { uri, headers } = (await handler({ request })) as EdgeRequest;
      return { to, path: uri, forwardedHost: headers['x-forwarded-host']?.value };
    },
  };
}

/** The keys that are in the router's store once the stage is deployed. */
function storeOf(record: StageRecord): Map<string, string> {
  const store = new Map<string, string>();
  const routes = new Map<string, string[]>();
  for (const { name, inputs } of find(record, 'pulumi-nodejs:dynamic:Resource')) {
    const { namespace, entries, entry, key } = plain(inputs) as {
      namespace: string;
      entries?: Record<string, string>;
      entry?: string;
      key?: string;
    };
    if (name.endsWith('KvKeys'))
      for (const [each, value] of Object.entries(entries ?? {})) store.set(`${namespace}:${each}`, value);
    if (name.endsWith('KvRoutesUpdate'))
      routes.set(`${namespace}:${key}`, [...(routes.get(`${namespace}:${key}`) ?? []), entry!]);
  }
  for (const [key, list] of routes) store.set(key, JSON.stringify(list));
  return store;
}
