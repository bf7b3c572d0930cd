import { systemClock } from '@apiscope/core/clock';
import { isLoopback } from '@apiscope/core/env/listen-variables';
import { findWeb } from '../find-file.ts';
import { serveNode } from '../servers/node.ts';
import { onStop } from '../servers/on-stop.ts';
import { createCallApi } from './call-api.ts';
import { createWebApp } from './create-web-app.ts';
import { readWebServerEnv } from './env.ts';
import { requireGuardedApi } from './require-guarded-api.ts';

/** How long requests under way may take once the process is to stop, ms; streams are cut then, and their clients come back. */
const graceMs = 5_000;

async function main(): Promise<void> {
  const { HOST, PORT, API_URL, PUBLIC_URL } = readWebServerEnv();
  const callApi = createCallApi(API_URL, (line) => console.error(`apiscope web: ${line}`));
  const nobody = { peerAddress: null, forwardedFor: undefined };
  const isLocal = isLoopback(HOST);
  const app = createWebApp({
    build: findWeb(),
    callApi,
    requireGuard: isLocal
      ? async () => {}
      : requireGuardedApi((request) => callApi(request, nobody), systemClock),
    // Under loopback names alone, unless a proxy brings it to others by a name of its own.
    settings: { auth: isLocal && !PUBLIC_URL ? 'off' : 'on', publicUrl: PUBLIC_URL ?? null },
  });
  const server = await serveNode(app, { host: HOST, port: PORT });
  onStop(() => server.close(graceMs));
  process.stdout.write(`WEB READY http://localhost:${server.port}\n`);
}

await main().catch((error: unknown) => {
  console.error(`apiscope web: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
