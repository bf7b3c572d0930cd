import { parseListQuery } from '../../packages/core/src/search/parse.ts';
import { logs } from '../../packages/core/src/search/resources/logs.ts';
import { listLogs } from '../../packages/db/src/logs/list-logs.ts';
import type { SearchLimits } from '../../packages/db/src/logs/search-logs.ts';
import { similarLogs } from '../../packages/db/src/logs/similar-logs.ts';
import type { RealLog } from '../data/read-real-logs.ts';
import type { Corpus } from './corpus.ts';
import { embedRaw } from './embed-raw.ts';

/** A way to find lines: for a text, maybe of one service alone, and for a line those like it, best first. */
export type Engine = {
  search(text: string, options: { limit: number; service?: string }): Promise<RealLog[]>;
  similar(id: number, limit: number): Promise<RealLog[]>;
};

/** The product: `listLogs` as `GET /logs?search=` calls it, and `similarLogs`. */
export function ourEngine({ db, realOf }: Corpus, limits: SearchLimits = {}): Engine {
  return {
    async search(text, { limit, service }) {
      const query = { search: text.slice(0, 500), limit, ...(service && { service__eq: service }) };
      const { data } = await listLogs(db, parseListQuery(logs, query), limits);
      return data.map(({ id }) => realOf(id));
    },
    async similar(id, limit) {
      const found = await similarLogs(db, { id, limit });
      return found.map((log) => realOf(log.id));
    },
  };
}

/** Lines that hold the whole text as it is, newest first. */
export function wholeTextEngine({ real, realOf }: Corpus): Engine {
  const lower = real.map(({ log }) => log.message.toLowerCase());
  const find = (text: string, limit: number, isWanted: (log: RealLog) => boolean): RealLog[] => {
    const wanted = text.toLowerCase();
    return real
      .filter((log, n) => lower[n]!.includes(wanted) && isWanted(log))
      .reverse()
      .slice(0, limit);
  };
  return {
    search: async (text, { limit, service }) => find(text, limit, ofService(service)),
    similar: async (id, limit) => find(realOf(id).log.message, limit, (log) => log !== realOf(id)),
  };
}

/** What a 16-dimensional hash of the text as it stands finds by cosine, lines that hold the whole text before all others. */
export function rawHashEngine({ real, realOf }: Corpus): Engine {
  const vectors = real.map(({ log }) => embedRaw(log.message));
  const find = (text: string, limit: number, isWanted: (log: RealLog) => boolean): RealLog[] => {
    const vector = embedRaw(text);
    const lower = text.toLowerCase();
    return real
      .map((log, n) => ({ log, score: score(n) }))
      .filter(({ log }) => isWanted(log))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ log }) => log);

    function score(n: number): number {
      const cosine = vectors[n]!.reduce((sum, value, at) => sum + value * vector[at]!, 0);
      return cosine + (real[n]!.log.message.toLowerCase().includes(lower) ? 2 : 0);
    }
  };
  return {
    search: async (text, { limit, service }) => find(text, limit, ofService(service)),
    similar: async (id, limit) => find(realOf(id).log.message, limit, (log) => log !== realOf(id)),
  };
}

function ofService(service: string | undefined): (log: RealLog) => boolean {
  return ({ log }) => service === undefined || log.service === service;
}
