import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

type Sent = { [name: string]: unknown };

/** Sends a batch of requests of a service, as an SDK does. */
export async function sendRequests(url: string, about: Sent, requests: readonly Sent[]): Promise<void> {
  const response = await fetch(`${url}/ingest/requests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ batchId: randomUUID(), ...about, requests }),
  });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
}

/** Requests of the last minutes, a second apart; every tenth fails, by turns as 404 and 503. `more` says what sets one apart. */
export function makeRequests(count: number, more: (n: number) => Sent): Sent[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, n) => ({
    timestamp: new Date(now - 10_000 - n * 1_000).toISOString(),
    method: 'GET',
    path: '/orders',
    statusCode: n % 10 === 9 ? (n % 20 === 19 ? 503 : 404) : 200,
    duration: 20 + (n % 50),
    requestSize: 120,
    responseSize: 2_048,
    ...more(n),
  }));
}

/** Waits until the worker has counted the requests of a service. */
export async function untilCounted(url: string, service: string, count: number): Promise<void> {
  const path = `${url}/metrics/summary?${new URLSearchParams({ service })}`;
  let last: unknown;
  for (let tries = 0; tries < 300; tries++) {
    const { data } = (await (await fetch(path)).json()) as { data: { trafficCount: number } | null };
    last = data?.trafficCount;
    if (last === count) return;
    await sleep(200);
  }
  throw new Error(`${service} has ${String(last)} requests, not ${count}`);
}
