import { systemClock } from '@apiscope/core/clock';
import { randomId } from '@apiscope/core/ids';
import pino from 'pino';
import { createApp } from './app.ts';
import { readEnv } from './env.ts';
import { findWeb } from './find-file.ts';
import { openDeps } from './open-deps.ts';
import { serveNode } from './servers/node.ts';
import { onStop } from './servers/on-stop.ts';
import { serveWeb } from './servers/serve-web.ts';

/** How long requests under way may take once the process is to stop, and then how long buffers may, ms. */
const graceMs = 5_000;
const drainMs = 4_000;
/** What requests that wait for the database until the end then have to be answered in, ms. */
const answerMs = 1_000;

async function main(): Promise<void> {
  const env = readEnv();
  const stdout = pino.destination({ dest: 1, sync: true });
  const {
    deps,
    stop: endStreams,
    stopWaiting,
    close,
  } = await openDeps(env, { clock: systemClock, newId: randomId, stdout });
  const app = createApp(deps);
  serveWeb(app, findWeb());
  const server = await serveNode(app, { host: env.HOST, port: env.PORT });

  onStop(async () => {
    // Streams end first, both ways: they would keep their connections open for ever.
    endStreams();
    const hurry = setTimeout(stopWaiting, graceMs - answerMs);
    await server.close(graceMs);
    clearTimeout(hurry);
    await close(drainMs);
  });
  stdout.write(`API READY http://localhost:${server.port}\n`);
}

await main().catch((error: unknown) => {
  console.error(`apiscope api: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
