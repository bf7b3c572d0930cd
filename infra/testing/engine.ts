import { createServer, type Server } from 'node:http';
import { join } from 'node:path';

/** Stands in for the part of SST that is no JavaScript, which builds functions and knows an account's own buckets. */
export async function startEngine(folder: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method } = JSON.parse(body) as { method: string };
    const result = answers(folder).find(([name]) => method.includes(name))?.[1] ?? {};
    response.end(JSON.stringify({ result }));
  });
  // The platform's connection stays for as long as its process does.
  server.keepAliveTimeout = 3_600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const answers = (folder: string): [string, object][] => [
  [
    'Bootstrap',
    {
      asset: 'assets',
      state: 'state',
      assetEcrUrl: '1.dkr.ecr/asset',
      assetEcrRegistryId: '1',
      version: 1,
      appsyncHttp: 'appsync',
      appsyncRealtime: 'appsync',
    },
  ],
  ['Build', { handler: 'bundle.handler', out: join(folder, 'infra/functions'), errors: [], sourcemaps: [] }],
  ['Appsync', { http: 'appsync', realtime: 'appsync' }],
];
