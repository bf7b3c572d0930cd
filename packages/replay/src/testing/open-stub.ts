import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the stub got it. */
export type Received = { method: string; url: string; headers: IncomingHttpHeaders; body: string };
export type StubAnswer = {
  status?: number;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array;
};

/** A service on a loopback port that keeps what it was sent. */
export type Stub = {
  origin: string;
  received: Received[];
  answer: (request: Received) => StubAnswer | Promise<StubAnswer>;
  close(): Promise<void>;
};

/** What no request may bring: the credentials that the tests capture. */
const credentials = /canary|token 0{30,}|bearer|basic /i;

/**
 * Opens the stub. Closing it fails when any request ever brought a captured credential, or went without the mark of a replay.
 * @param fresh a credential that an operator gave anew, and that may come.
 */
export async function openStub({ fresh }: { fresh?: string } = {}): Promise<Stub> {
  const stub: Omit<Stub, 'origin' | 'close'> = { received: [], answer: () => ({}) };
  const wrong: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', async () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString() };
      stub.received.push(request);
      const text = JSON.stringify(request);
      if (credentials.test(fresh ? text.replaceAll(fresh, '') : text))
        wrong.push(`${method} ${url} brought a credential`);
      if (!headers['x-apiscope-replay']) wrong.push(`${method} ${url} is not marked`);
      const { status = 200, headers: own = {}, body = '' } = await stub.answer(request);
      outgoing.writeHead(status, own).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(stub, {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    },
  });
}
