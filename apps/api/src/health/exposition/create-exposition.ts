import { share } from '@apiscope/core/batch/share';
import type { Registry } from 'prom-client';
import type { Deps } from '../../deps.ts';
import { databaseFamilies } from './database-families.ts';
import type { Family } from './family.ts';
import { processFamilies } from './process-families.ts';
import { createDatabaseReader, type DatabaseReading } from './read-database.ts';

/** What a scrape is answered: metrics in Prometheus' text format, and its content type. */
export type Exposition = { text: string; contentType: string };

type Client = typeof import('./prom-client.ts').default;

/**
 * Makes the function that tells of this process and what it leans on. It never fails for want of the database, and scrapes that come
 * while one is answered get the same answer.
 */
export function createExposition(deps: Deps): () => Promise<Exposition> {
  const readDatabase = createDatabaseReader(deps);
  let reading: DatabaseReading = { latency: null, state: null };
  let registry: Registry | undefined;
  return share(async () => {
    // With the first scrape: a process that nobody scrapes does without.
    const { default: client } = await import('./prom-client.ts');
    registry ??= register(client, [
      ...processFamilies.map((family) => bind(family, () => deps)),
      ...databaseFamilies.map((family) => bind(family, () => reading)),
    ]);
    reading = await readDatabase();
    // The library writes `Nan` where the event loop was not measured between two scrapes; the format knows `NaN`.
    const text = (await registry.metrics()).replace(/ Nan$/gm, ' NaN');
    return { text, contentType: registry.contentType };
  });
}

/** A family with what it is told from. */
type Bound = Omit<Family<never>, 'samples'> & { samples: () => ReturnType<Family<never>['samples']> };

function bind<Seen>(family: Family<Seen>, see: () => Seen): Bound {
  return { ...family, samples: () => family.samples(see()) };
}

/** All families, and those of the process that every Node program names alike. */
function register({ Counter, Gauge, Registry, collectDefaultMetrics }: Client, families: Bound[]): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name, type, help, labels = [], samples } of families) {
    const options = { name, help, labelNames: [...labels], registers: [registry] };
    // Numbers are counted where things happen; here they are only told, so those of the scrape before go.
    if (type === 'counter')
      new Counter({
        ...options,
        collect() {
          this.reset();
          for (const { labels = {}, value } of samples()) this.inc(labels, value);
        },
      });
    else
      new Gauge({
        ...options,
        collect() {
          if (labels.length === 0) this.remove();
          else this.reset();
          for (const { labels = {}, value } of samples()) this.set(labels, value);
        },
      });
  }
  return registry;
}
