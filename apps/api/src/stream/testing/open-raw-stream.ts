import { connect, type Socket } from 'node:net';

/** A client that speaks HTTP by hand over one socket, so that a thousand of them weigh nothing in the test itself. */
export async function openRawStream(port: number, path: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: text/event-stream\r\n\r\n`);
  await new Promise<void>((resolve, reject) => {
    socket.once('close', () => reject(new Error('closed before it began')));
    let text = '';
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      if (!/^id: /m.test(text)) return;
      socket.off('data', read);
      socket.removeAllListeners('close');
      resolve();
    };
    socket.on('data', read);
  });
  return socket;
}
