import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a database that a test can cut and mend, or let fall silent. */
export type CutLine = {
  /** Connection string through the line. */
  url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Carries nothing any more, either way, and breaks nothing off: what packets do that are dropped on their way. */
  hush(): void;
  /** Carries again, first what was held back. */
  speak(): void;
};

/** Puts a line in front of the server of a connection string. */
export async function openCutLine(target: string): Promise<CutLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const others = new WeakMap<Socket, Socket>();
  let isSilent = false;
  const accept = (from: Socket) => {
    const to = connect({ host: hostname, port: Number(port) });
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      if (!isSilent) socket.pipe(other);
      others.set(socket, other);
    }
  };
  let server: Server | null = null;
  const listen = (on: number) =>
    new Promise<number>((resolve) => {
      const next = createServer(accept);
      next.listen(on, '127.0.0.1', () => resolve((next.address() as AddressInfo).port));
      server = next;
    });
  const ownPort = await listen(0);
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(ownPort);
  return {
    url: url.toString(),
    async cut() {
      const closing = server;
      server = null;
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()));
    },
    async mend() {
      await listen(ownPort);
    },
    hush() {
      isSilent = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    speak() {
      if (!isSilent) return;
      isSilent = false;
      for (const socket of sockets) socket.pipe(others.get(socket)!);
    },
  };
}
