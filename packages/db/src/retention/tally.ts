import type { Freed } from '@apiscope/core/retention/schema';

/** Adds up what a run lets go of while it does, so that nothing is forgotten when it fails half-way. */
export type Tally = Omit<Freed, 'ms'>;

/** Services that are named in a tally. */
const namedServices = 100;

export function emptyTally(): Tally {
  return { rows: 0, rowsAreEstimated: false, bytes: 0, partitions: 0, services: {}, others: {} };
}

/** Adds rows of services. */
export function addRows(tally: Tally, rows: readonly { service: string; rows: number }[]): void {
  for (const { service, rows: count } of rows) {
    tally.rows += count;
    tally.services[service] = (tally.services[service] ?? 0) + count;
  }
}

/** What a run let go of, to be kept: services with most rows first, and not all of very many. */
export function toFreed(tally: Tally, ms: number): Freed {
  const services = Object.entries(tally.services).sort(([, a], [, b]) => b - a);
  return {
    ...tally,
    services: Object.fromEntries(services.slice(0, namedServices)),
    ms: Math.round(ms),
  };
}
