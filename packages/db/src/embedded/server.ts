// Process of the embedded database: `server.ts --data-dir DIR --port N`. Prints `EMBEDDED READY <port>` when it serves.
// Exit codes: 0 stopped, 64 wrong arguments, 70 PostgreSQL has crashed and should be started again, 73 the folder is in use, else 1.

import { parseArgs } from 'node:util';
import { LockHeldError } from './pid-lock.ts';
import { startEmbedded } from './start-embedded.ts';
import { watchParent } from './watch-parent.ts';

const EXIT = { wrongUsage: 64, crashed: 70, folderInUse: 73 } as const;
/** A statement cannot be interrupted, so one that outlasts this is cut off; PostgreSQL recovers at the next start. */
const STOP_WITHIN_MS = 12_000;

const { dataDir, port } = readArguments();
const embedded = await startEmbedded({
  dataDir,
  port,
  onFatal: (error) => leave(EXIT.crashed, `the embedded database has crashed: ${error.message}`),
}).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  return leave(error instanceof LockHeldError ? EXIT.folderInUse : 1, message);
});

let isStopping = false;
const stop = (): void => {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => leave(1, 'a statement did not end in time and was cut off'), STOP_WITHIN_MS).unref();
  embedded.stop().then(
    () => process.exit(0),
    (error: unknown) => leave(1, `the embedded database did not stop cleanly: ${error}`),
  );
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
watchParent(stop);
process.stdout.write(`EMBEDDED READY ${embedded.port}\n`);

function readArguments(): { dataDir: string; port: number } {
  const usage = 'usage: server.ts --data-dir DIR --port N';
  try {
    const options = { 'data-dir': { type: 'string' }, port: { type: 'string' } } as const;
    const { values } = parseArgs({ options });
    const wanted = Number(values.port ?? '0');
    if (!values['data-dir'] || !Number.isInteger(wanted) || wanted < 0 || wanted > 65_535)
      return leave(EXIT.wrongUsage, usage);
    return { dataDir: values['data-dir'], port: wanted };
  } catch (error) {
    return leave(EXIT.wrongUsage, `${error instanceof Error ? error.message : error}; ${usage}`);
  }
}

function leave(code: number, message: string): never {
  console.error(message);
  process.exit(code);
}
