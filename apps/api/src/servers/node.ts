import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { App } from '../app.ts';
import { limitBodyTime } from './limit-body-time.ts';

export type NodeServer = {
  /** The port it listens on, also when 0 was asked for. */
  port: number;
  /**
   * Takes no further connection, answers what is under way or comes on connections that stand, each with its last answer, for `graceMs`; then
   * cuts what is left.
   */
  close(graceMs: number): Promise<void>;
};

/** How long a client may take, ms. */
export type ServerTimes = {
  /** For the headers of a request, from its connection or the request before on. */
  maxHeadersMs: number;
  /** For a body that is read as a whole; lines that come one by one may come for hours. */
  maxBodyMs: number;
  /** Longest silence on a connection with a request under way; live streams are pinged more often. */
  maxSilenceMs: number;
};

/**
 * How long a connection without a request is kept for the next, ms: longer than the load balancers in front keep theirs (60 s is usual), so that
 * they are the ones to close it and never ask on one that is just being closed here. Headers are timed from a request's first byte on.
 */
const keepAliveMs = 75_000;
/** While stopping, how long connections without a request may still bring one that was on its way, ms. */
const lastCallMs = 500;

const times: ServerTimes = { maxHeadersMs: 20_000, maxBodyMs: 300_000, maxSilenceMs: 120_000 };
/** Bytes of request line and headers; more answer 431. */
const maxHeaderSize = 16_384;

/** Serves an app over HTTP/1.1. @throws Error when the address is taken, saying so. */
export async function serveNode(
  app: App,
  { host, port, ...given }: { host: string; port: number } & Partial<ServerTimes>,
): Promise<NodeServer> {
  const { maxHeadersMs, maxBodyMs, maxSilenceMs } = { ...times, ...given };
  const closing = closeConnections();
  const serve = getRequestListener((request, { incoming }) =>
    app.fetch(request, { peerAddress: incoming.socket.remoteAddress ?? null }),
  );
  const server = createServer(
    {
      // A stream of logs may come in for hours, where Node would allow any request five minutes.
      requestTimeout: 0,
      headersTimeout: maxHeadersMs,
      connectionsCheckingInterval: Math.min(5_000, maxHeadersMs / 2),
      keepAliveTimeout: keepAliveMs,
      maxHeaderSize,
    },
    closing.around(limitBodyTime(serve, maxBodyMs)),
  );
  server.timeout = maxSilenceMs;
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close(graceMs) {
      closing.begin();
      return close(server, graceMs);
    },
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

/** From its beginning on, every answer that has not begun is the last of its connection, and says so: whoever asks again does so elsewhere. */
function closeConnections() {
  const open = new Set<ServerResponse>();
  let isClosing = false;
  const close = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };
  return {
    begin(): void {
      isClosing = true;
      for (const response of open) close(response);
    },
    around:
      (listener: RequestListener): RequestListener =>
      (request, response) => {
        open.add(response);
        response.once('close', () => open.delete(response));
        if (isClosing) close(response);
        return listener(request, response);
      },
  };
}

async function close(server: Server, graceMs: number): Promise<void> {
  // Right after connections were taken, so that next to none is lost that was made but not taken yet.
  await new Promise((resolve) => setImmediate(resolve));
  // That of HTTP would also close connections on which a request is just arriving.
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
  const lastCall = setTimeout(
    () => {
      server.closeIdleConnections();
      sweep = setInterval(() => server.closeIdleConnections(), 50);
    },
    Math.min(lastCallMs, graceMs),
  );
  let sweep: NodeJS.Timeout | undefined;
  const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  for (const timer of [lastCall, sweep, deadline]) clearTimeout(timer);
}
