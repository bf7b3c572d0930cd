import { randomUUID } from 'node:crypto';
import type { Ask } from './ask.ts';

/** What is asked: a batch of a service's requests, one of its lines, a user made, a user looked for. */
export type Kind = 'requests' | 'lines' | 'user' | 'read';

/** One entry of the ledger: a request with a number of its own, by which what it leaves in the database is found. */
export type Entry = {
  n: number;
  kind: Kind;
  what: Ask;
  /** Batches that carry an id are sent again until they are taken, but for some whose sender gives up. */
  again: boolean;
  /** Attempts that were answered or broke, in order. */
  tries: { at: number; process: string; status: number; retryAfter: string | undefined; ms: number }[];
};

export const ledgerService = 'ledger';
const kinds: readonly Kind[] = ['requests', 'requests', 'lines', 'user', 'read', 'read'];

/** Makes entry `n`; what it leaves carries `n` in a path, a message or a name. */
export function makeEntry(n: number): Entry {
  const kind = kinds[n % kinds.length]!;
  return {
    n,
    kind,
    what: whatOf(n, kind),
    again: (kind === 'requests' || kind === 'lines') && n % 4 !== 0,
    tries: [],
  };
}

function whatOf(n: number, kind: Kind): Ask {
  const batch = { batchId: randomUUID(), service: ledgerService };
  switch (kind) {
    case 'requests': {
      const request = {
        timestamp: new Date().toISOString(),
        method: 'GET',
        route: '/entries/{n}',
        statusCode: 200,
        duration: 2,
      };
      return {
        method: 'POST',
        path: '/ingest/requests',
        body: { ...batch, requests: [{ ...request, path: `/entries/${n}` }] },
      };
    }
    case 'lines': {
      const line = { source: 'ledger', level: 'info', message: `entry ${n} of the ledger` };
      return { method: 'POST', path: '/ingest/logs', body: { ...batch, logs: [line] } };
    }
    case 'user':
      return { method: 'POST', path: '/api/v1/users', body: { name: `entry-${n}`, age: 1 } };
    case 'read':
      return { method: 'GET', path: `/api/v1/users?limit=1&name__eq=entry-${n}` };
  }
}

export const isTaken = ({ tries }: Entry): boolean =>
  tries.some(({ status }) => status >= 200 && status < 300);
