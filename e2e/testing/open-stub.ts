import { createServer, type IncomingHttpHeaders } from 'node:http';

export type StubRequest = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

/** A service on loopback whose answers a test changes, and which remembers what it was asked. */
export type Stub = {
  url: string;
  asked: StubRequest[];
  /** What it answers to everything. */
  answer: { status: number; body: unknown };
  close(): Promise<void>;
};

export async function openStub(): Promise<Stub> {
  const stub = { asked: [] as StubRequest[], answer: { status: 200, body: {} as unknown } };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      stub.asked.push({ method, url, headers, body });
      response.writeHead(stub.answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(stub.answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return Object.assign(stub, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}
