import { setTimeout as sleep } from 'node:timers/promises';
import { prepareDatabase } from '../../packages/jobs/src/migrate/prepare-database.ts';
import { type ChildHost, ChildStartError, type SupervisedChild, superviseChild } from './child.ts';
import { pickDatabasePort } from './ports.ts';
import { databaseProcess } from './processes.ts';
import { type Settings, StartError } from './settings.ts';

/** The exit code by which the embedded database says that another process holds the data folder. */
const DATA_DIR_LOCKED = 73;
/** What a database takes that is just stopping because its own supervisor was killed, and some more. */
const LOCK_PATIENCE_MS = 8_000;

type Context = {
  root: string;
  settings: Settings;
  host: ChildHost;
  signal: AbortSignal;
  /** Called with the embedded database as soon as there is something to stop. */
  onChild(child: SupervisedChild): void;
};

/** A database that is reachable, recent enough and migrated; the embedded one is started when none is named. */
export async function startDatabase(context: Context): Promise<string> {
  const url = context.settings.databaseUrl ?? (await startEmbedded(context));
  context.signal.throwIfAborted();
  const { applied, ahead } = await prepareDatabase({ url: context.settings.directUrl ?? url });
  if (applied.length > 0) context.host.say(`database migrated: ${applied.join(', ')}`);
  if (ahead.length > 0)
    context.host.say(`database ahead: a later release has applied ${ahead.join(', ')}; this one serves on`);
  return url;
}

async function startEmbedded({ root, settings, host, signal, onChild }: Context): Promise<string> {
  const port = await pickDatabasePort();
  const spec = databaseProcess(root, settings, port);
  const giveUpAt = performance.now() + LOCK_PATIENCE_MS;
  let isWaiting = false;
  // A refusal is told once, in the supervisor's words; any other line of the database is passed on.
  const onLine = (name: string, line: string): void => {
    if (!isWaiting) host.onLine(name, line);
  };
  for (;;) {
    signal.throwIfAborted();
    const child = superviseChild(spec, { ...host, onLine });
    onChild(child);
    const error: unknown = await child.ready.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) {
      isWaiting = false;
      return `postgres://postgres@127.0.0.1:${port}/postgres`;
    }
    if (!(error instanceof ChildStartError) || error.exitCode !== DATA_DIR_LOCKED) throw error;
    if (performance.now() > giveUpAt)
      throw new StartError(
        `${settings.dataDir} is in use by another Apiscope; stop that one or set DATA_DIR`,
      );
    if (!isWaiting) host.say(`${settings.dataDir} is in use, waiting a moment for it to be let go`);
    isWaiting = true;
    await sleep(500, undefined, { signal });
  }
}
