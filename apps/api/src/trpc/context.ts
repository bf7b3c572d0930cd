import type { Logger } from 'pino';
import type { Actor } from '../access/actor.ts';
import type { Deps } from '../deps.ts';

/** What every procedure is given: the process's dependencies, and the request it serves. */
export type Context = {
  deps: Deps;
  /** Who asks. */
  actor: Actor;
  /** The app itself, for its own requests that are replayed. */
  own: (request: Request) => Promise<Response>;
  /** Headers of the request. */
  headers: Headers;
  /** Address of the client; null when it is not known. */
  address: string | null;
  /** Headers that go with the answer, cookies above all. */
  answer: Headers;
  requestId: string;
  /** Child logger that carries the request's id. */
  log: Logger;
};
