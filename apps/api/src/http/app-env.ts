import type { IncomingMessage } from 'node:http';
import type { GeoLocation } from '@apiscope/core/geo/locate';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { Observation } from '../capture/observation.ts';
import type { OpenBody } from './open-body.ts';

/** What travels with a request through the app. */
export type AppEnv = {
  /** Given by the Node server; nothing of it is there when the app is called in process. */
  Bindings: { incoming?: IncomingMessage };
  Variables: {
    requestId: string;
    /** W3C trace id of the caller, when it sent a valid `traceparent`. */
    traceId: string | null;
    log: Logger;
    /** Template of the route that answers, `/api/v1/users/{id}`; unset while none does. */
    route?: string;
    /** A body whose rest is to be dropped while a failure is answered. */
    unread?: OpenBody;
    /** Set on captured requests only. */
    observation: Observation;
    geo: GeoLocation;
  };
};

export type AppContext = Context<AppEnv>;
