import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { App } from '../app.ts';

export type NodeServer = {
  /** The port it listens on, also when 0 was asked for. */
  port: number;
  /** Takes no further connection, lets requests under way end for `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
};

/** Longest silence on a connection with a request under way, ms; live streams are pinged more often. */
const silenceMs = 120_000;

/** Serves an app over HTTP/1.1. @throws Error when the address is taken, saying so. */
export async function serveNode(
  app: App,
  { host, port, maxSilenceMs = silenceMs }: { host: string; port: number; maxSilenceMs?: number },
): Promise<NodeServer> {
  // A stream of logs may come in for hours, where Node allows a request five minutes: silence ends it instead.
  const server = createServer({ requestTimeout: 0 }, getRequestListener(app.fetch));
  server.timeout = maxSilenceMs;
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: (graceMs) => close(server, graceMs),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is taken; stop whoever has it or set PORT`, { cause: error })
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(deadline);
}
