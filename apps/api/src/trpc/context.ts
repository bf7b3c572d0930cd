import type { Logger } from 'pino';
import type { Deps } from '../deps.ts';

/** What every procedure is given: the process's dependencies, and the request it serves. */
export type Context = {
  deps: Deps;
  /** The app itself, for its own requests that are replayed. */
  own: (request: Request) => Promise<Response>;
  requestId: string;
  /** Child logger that carries the request's id. */
  log: Logger;
};
