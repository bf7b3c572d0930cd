import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { ingestLogsInput, ingestRequestsInput, type ObservedRequest } from '@apiscope/core/ingest/schema';
import { newLog } from '@apiscope/core/logs/schema';
import { type Apiscope, createApiscope } from '../client.ts';
import type { ApiscopeOptions, TransportOptions } from '../options.ts';

export type Batch = {
  batchId: string;
  service: string;
  dropped?: number;
  requests?: ObservedRequest[];
  logs?: Record<string, unknown>[];
};

type Answer = (request: IncomingMessage, response: ServerResponse, batch: Batch) => void;

/** An ingest door on loopback: takes each batch once, unless told to answer otherwise. */
export type Door = {
  url: string;
  /** What arrived, in order; repeats too. */
  arrived: { path: string; headers: IncomingMessage['headers']; batch: Batch }[];
  requests(): ObservedRequest[];
  logs(): Record<string, unknown>[];
  /** Sum of the batches' `dropped`. */
  dropped(): number;
  /** Answers in place of taking the batch; null takes batches again. */
  answer: Answer | null;
  close(): Promise<void>;
};

/** Waits until a door has taken `count` requests, and a moment longer, for those that would be too many. */
export async function requestsAt(door: Door, client: Apiscope, count: number): Promise<ObservedRequest[]> {
  await taken(client, () => door.requests().length >= count);
  return door.requests();
}

/** The same for log lines. */
export async function logsAt(
  door: Door,
  client: Apiscope,
  count: number,
): Promise<Record<string, unknown>[]> {
  await taken(client, () => door.logs().length >= count);
  return door.logs();
}

async function taken(client: Apiscope, areThere: () => boolean): Promise<void> {
  for (let wait = 0; !areThere() && wait < 300; wait++) {
    await client.flush();
    await sleep(10);
  }
  await sleep(30);
  await client.flush();
}

/** Takes a batch as the platform does. */
export const accept: Answer = (_, response, batch) => {
  const accepted = (batch.requests ?? batch.logs ?? []).length;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ data: { accepted, duplicate: false } }));
};

/** Throws where a batch is not what the platform takes, which fails the run. */
function checkBatch(path: string, batch: Batch): void {
  if (path === '/ingest/requests') ingestRequestsInput.parse(batch);
  else for (const line of ingestLogsInput.parse(batch).logs) newLog.parse(line);
}

export async function openDoor(): Promise<Door> {
  const taken = new Map<string, Batch>();
  const door: Door = {
    url: '',
    arrived: [],
    requests: () => [...taken.values()].flatMap(({ requests }) => requests ?? []),
    logs: () => [...taken.values()].flatMap(({ logs }) => logs ?? []),
    dropped: () => [...taken.values()].reduce((sum, { dropped }) => sum + (dropped ?? 0), 0),
    answer: null,
    close: () => Promise.resolve(),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
    const batch = JSON.parse(text) as Batch;
    door.arrived.push({ path: request.url!, headers: request.headers, batch });
    checkBatch(request.url!, batch);
    if (door.answer !== null) return door.answer(request, response, batch);
    if (!taken.has(batch.batchId)) taken.set(batch.batchId, batch);
    accept(request, response, batch);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  door.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  door.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return door;
}

/** Where nobody listens. Not one of the well-known ports: `fetch` itself refuses those, before it connects. */
export async function closedDoor(): Promise<string> {
  const { url, close } = await openDoor();
  await close();
  return url;
}

/** A client of a door that sends soon and gives up soon. */
export function clientOf<Raw>(
  door: Pick<Door, 'url'>,
  { transport, ...options }: Partial<ApiscopeOptions<Raw>> & { transport?: TransportOptions } = {},
) {
  return createApiscope<Raw>({
    url: door.url,
    key: 'test-key',
    service: 'shop',
    onError: () => {},
    transport: { maxAgeMs: 20, timeoutMs: 500, maxPauseMs: 100, ...transport },
    ...options,
  });
}
