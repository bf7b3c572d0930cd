import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IngestRequestsInput } from '../../packages/core/src/ingest/schema.ts';
import type { NewLog } from '../../packages/core/src/logs/schema.ts';

/** An answer that the fake gives instead of its usual one. */
export type Forced = {
  status: number;
  headers?: Record<string, string>;
  message?: string;
  issues?: { path: string; message: string }[];
};

/** A server with the two ingest doors that remembers what it took, for tests of the commands that send. */
export type FakeApi = {
  readonly url: string;
  readonly logs: NewLog[];
  readonly batches: IngestRequestsInput[];
  /** Method and path of every request, in order. */
  readonly seen: string[];
  close(): Promise<void>;
};

/** Starts a fake on a free port. `force` decides per request; `refuse` names lines that are not taken. */
export async function startFakeApi({
  force = () => null,
  refuse = () => null,
}: {
  force?: (request: string, count: number) => Forced | null;
  refuse?: (log: NewLog) => string | null;
} = {}): Promise<FakeApi> {
  const logs: NewLog[] = [];
  const batches: IngestRequestsInput[] = [];
  const seen: string[] = [];

  const take = (name: string, body: unknown): { status: number; data: unknown } => {
    if (name === 'GET /info') return { status: 200, data: { name: 'apiscope' } };
    if (name === 'POST /ingest/requests')
      return { status: 200, data: takeBatch(body as IngestRequestsInput) };
    if (name === 'POST /logs') return { status: 201, data: takeLogs(body as NewLog[]) };
    return { status: 404, data: null };
  };
  const takeBatch = (batch: IngestRequestsInput) => {
    const duplicate = batches.some(({ batchId }) => batchId === batch.batchId);
    if (!duplicate) batches.push(batch);
    return { accepted: duplicate ? 0 : batch.requests.length, duplicate };
  };
  const takeLogs = (lines: NewLog[]) => {
    const rejected = lines.flatMap((line, index) => {
      const message = refuse(line);
      return message === null ? [] : [{ index, message, issues: [] }];
    });
    logs.push(...lines.filter((line) => refuse(line) === null));
    return { accepted: lines.length - rejected.length, rejected };
  };

  const server = createServer(async (request, response) => {
    const body = await readJson(request);
    const name = `${request.method} ${request.url}`;
    seen.push(name);
    const forced = force(name, seen.filter((it) => it === name).length);
    const { status, data } = forced ? { status: forced.status, data: null } : take(name, body);
    const error =
      status < 300 ? null : { message: forced?.message ?? 'not here', code: 'X', issues: forced?.issues };
    response.writeHead(status, { 'content-type': 'application/json', ...forced?.headers });
    response.end(JSON.stringify({ data, error, metadata: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    logs,
    batches,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? null : JSON.parse(text);
}
