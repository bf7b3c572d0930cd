import { connect, type Socket } from 'node:net';

/** What came back over a socket, and whether the server closed it. */
export type RawAnswer = { statuses: number[]; text: string; isClosed: boolean };

/** How every answer begins. */
const statusLine = 'HTTP/1.1 ';

/** Writes bytes to a port and reads what comes back until there are `expected` answers, the server closes, or nothing comes for `quietMs`. */
export async function sendRaw(
  port: number,
  bytes: string | Buffer,
  { quietMs = 1_000, expected = Number.POSITIVE_INFINITY } = {},
): Promise<RawAnswer> {
  const socket = await openSocket(port);
  return new Promise((resolve) => {
    let text = '';
    let answers = 0;
    const end = (isClosed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
      resolve({ statuses, text, isClosed });
    };
    let timer = setTimeout(() => end(false), quietMs);
    socket.on('data', (chunk: Buffer) => {
      // From where an answer may have begun that the chunk before cut in two; looking at all of it again would take longer than to answer.
      const from = Math.max(0, text.length - statusLine.length + 1);
      text += chunk.toString('latin1');
      for (let at = text.indexOf(statusLine, from); at !== -1; at = text.indexOf(statusLine, at + 1))
        answers++;
      clearTimeout(timer);
      if (answers >= expected) end(false);
      else timer = setTimeout(() => end(false), quietMs);
    });
    socket.once('close', () => end(true));
    socket.write(bytes);
  });
}

/** An open connection whose errors are nobody's news. */
export function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}
