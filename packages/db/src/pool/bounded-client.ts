import pg from 'pg';
import { cancelQuery } from './cancel-query.ts';
import { currentPatience } from './patience.ts';

export type BoundedConfig = pg.ClientConfig & {
  /** Longest that one query may go unanswered, ms; less where the work that asks has less patience left. No limit unless given. */
  longestQueryMs?: number;
};

/** Longest delay of a timer, ms. */
const longestTimer = 2 ** 31 - 1;

/**
 * A connection that does not wait without end. A server that is frozen, or behind a line that drops what is sent, says nothing, and nobody
 * but who asked can tell. When the time is over the connection is broken off and not only the wait for it (`query_timeout` of pg): an
 * answer that came later would be taken for that of the next query, and what a transaction had done would stay open.
 */
export class BoundedClient extends pg.Client {
  readonly #longestQueryMs: number;

  constructor(config: BoundedConfig = {}) {
    super(config);
    this.#longestQueryMs = config.longestQueryMs ?? longestTimer;
    this.query = this.#bounded(this.query);
  }

  /** `query` with a limit; pg and Prisma ask in several forms, all of which end with a callback or give a promise. */
  #bounded(query: pg.Client['query']): pg.Client['query'] {
    const ask = query.bind(this) as (...given: unknown[]) => unknown;
    const bounded = (...given: unknown[]): unknown => {
      const end = this.#watch();
      const callback = given.at(-1);
      if (typeof callback === 'function') {
        const tell = (...answer: unknown[]): void => {
          end();
          callback(...answer);
        };
        return ask(...given.slice(0, -1), tell);
      }
      const answer = ask(...given);
      if (answer instanceof Promise) answer.then(end, end);
      else end();
      return answer;
    };
    return bounded as pg.Client['query'];
  }

  #watch(): () => void {
    const patience = currentPatience();
    const ms = Math.min(this.#longestQueryMs, patience?.leftMs() ?? Number.POSITIVE_INFINITY);
    const endWait = patience?.begin();
    const waited = `no answer within ${Math.round(ms / 100) / 10} s`;
    const timer = setTimeout(() => this.breakOff(waited), Math.max(ms, 0));
    return () => {
      clearTimeout(timer);
      endWait?.();
    };
  }

  /** Fails what is asked on it, has the database give that up, and is lost to its pool. */
  breakOff(reason: string): void {
    cancelQuery(this);
    this.connection.stream.destroy(new Error(`connection terminated: ${reason}`));
  }
}
