import { createServer } from 'node:net';
import { StartError } from './settings.ts';

/** Throws StartError when nothing can listen on `host` and `port`. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const code = await tryListen(host, port);
  if (code === undefined) return;
  if (code === 'EADDRINUSE')
    throw new StartError(
      `port ${port} is taken by another program; stop it, or choose another port: PORT=${port + 1} npm start`,
    );
  throw new StartError(`cannot listen on ${host}, port ${port} (${code}); see HOST and PORT`);
}

/**
 * A free port for the embedded database, which keeps it over restarts. Below the range from which systems take the
 * ports of outgoing connections: while the database is down, none of those may sit on its port.
 */
export async function pickDatabasePort(random: () => number = Math.random): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = 20_000 + Math.floor(random() * 10_000);
    if ((await tryListen('127.0.0.1', port)) === undefined) return port;
  }
  throw new StartError('no free port between 20000 and 29999 for the embedded database');
}

/** Tries to listen for a moment: the error code, or undefined when that worked. */
export function tryListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
