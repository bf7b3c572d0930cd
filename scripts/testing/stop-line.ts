import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to a database that stops by itself when a client says a certain thing. */
export type StopLine = {
  /** Connection string through the line. */
  url: string;
  /** Resolves when it was said. */
  reached: Promise<void>;
  close(): void;
};

/**
 * Puts a line in front of the server of a connection string. From the chunk on in which a client says `words`, nothing passes any more: the
 * connection is cut, or held without a word.
 */
export async function openStopLine(target: string, words: string, how: 'cut' | 'hold'): Promise<StopLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let tellReached = () => {};
  const reached = new Promise<void>((resolve) => {
    tellReached = resolve;
  });
  const server = createServer((from) => {
    const to = connect({ host: hostname, port: Number(port) });
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
    let isHeld = false;
    to.pipe(from);
    from.on('data', (chunk) => {
      isHeld ||= chunk.includes(words);
      if (!isHeld) return void to.write(chunk);
      if (how === 'cut') from.destroy();
      tellReached();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: url.toString(), reached, close };
}
