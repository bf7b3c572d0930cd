import type { Door } from './door.ts';

/**
 * The dashboard: pages rendered by a function that streams, files from a bucket, both behind the router. It reaches the API as any browser
 * does, on behalf of who asks, and so is no member of the network and holds no secret.
 */
export function createWeb(router: Door['router']) {
  return new sst.aws.Remix('Web', {
    path: 'apps/web',
    environment: { API_URL: router.url },
    router: { instance: router },
    server: { runtime: 'nodejs22.x', architecture: 'arm64', memory: '1024 MB' },
    dev: false,
  });
}
