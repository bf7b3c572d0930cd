import { AppError } from '../../packages/core/src/errors.ts';
import { ChildStartError, type SupervisedChild, superviseChild } from './child.ts';
import { createOutput, type Output } from './output.ts';
import { requireFreePort } from './ports.ts';
import { buildWeb, generateClient } from './prepare.ts';
import { apiProcess, workerProcess } from './processes.ts';
import { readSecretKey } from './secret-key.ts';
import { addressOf, readSettings, StartError } from './settings.ts';
import { listenForStop } from './stop-request.ts';

/**
 * Prepares, starts database, API and worker, keeps them running, and stops them in the reverse order on a signal.
 * Resolves with the exit code when nothing is left running.
 */
export async function runSupervisor(root: string): Promise<number> {
  const children: SupervisedChild[] = [];
  const stop = listenForStop(() => {
    for (const child of children) child.kill();
    process.exit(1);
  });
  const output = createOutput(stop.request);
  let exitCode = 0;
  try {
    const stopped = untilAborted(stop.signal);
    await Promise.race([startAll({ root, output, signal: stop.signal, children }), stopped]);
    await stopped;
  } catch (error) {
    if (!stop.signal.aborted) {
      output.say(describe(error));
      exitCode = 1;
    }
    stop.request();
  }
  if (exitCode === 0) output.say('stopping');
  await stopAll(children);
  if (exitCode === 0) output.say('stopped');
  return exitCode;
}

type Start = { root: string; output: Output; signal: AbortSignal; children: SupervisedChild[] };

async function startAll({ root, output, signal, children }: Start): Promise<void> {
  const from = performance.now();
  const settings = readSettings(process.env, root);
  await requireFreePort(settings.host, settings.port);
  await generateClient({ root, output, signal });
  // Not before: it imports what was just generated.
  const { startDatabase } = await import('./database.ts');

  const onChild = (child: SupervisedChild): void => {
    children.push(child);
  };
  const [databaseUrl] = await Promise.all([
    startDatabase({ root, settings, host: output, signal, onChild }),
    buildWeb({ root, output, signal }),
  ]);
  signal.throwIfAborted();

  const secretKey = await readSecretKey(settings.dataDir, process.env.APISCOPE_SECRET_KEY);
  const services = [apiProcess, workerProcess].map((describeProcess) =>
    superviseChild(describeProcess(root, settings, { databaseUrl, secretKey }), output),
  );
  children.push(...services);
  await Promise.all(services.map((service) => service.ready));

  const kept = settings.databaseUrl === undefined ? `data in ${settings.dataDir}` : 'data in DATABASE_URL';
  output.say(`started in ${((performance.now() - from) / 1000).toFixed(1)} s, ${kept}, ctrl-C stops`);
  output.say(`Apiscope is ready: ${addressOf(settings)}`);
}

/** API and worker drain into the database, so it goes last. */
async function stopAll(children: SupervisedChild[]): Promise<void> {
  const services = children.filter(({ name }) => name !== 'database');
  await Promise.all(services.map((child) => child.stop()));
  await Promise.all(children.map((child) => child.stop()));
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What the user can act on is one line; anything else is a defect and shows its stack. */
function describe(error: unknown): string {
  const isClear =
    error instanceof StartError || error instanceof ChildStartError || error instanceof AppError;
  if (isClear) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
