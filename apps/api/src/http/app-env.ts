import type { Taken } from '@apiscope/core/access/token-buckets';
import type { GeoLocation } from '@apiscope/core/geo/locate';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { Actor } from '../access/actor.ts';
import type { Limit } from '../access/limits.ts';
import type { Observation } from '../capture/observation.ts';
import type { IngestDoor } from '../ingest/create-ingest-counts.ts';
import type { OpenBody } from './open-body.ts';

/** What travels with a request through the app. */
export type AppEnv = {
  /** Given by the server; nothing of it is there when the app is called in process. */
  Bindings: {
    /** Address at the other end of the connection. */
    peerAddress?: string | null;
    /** On whose behalf the app asks itself. */
    actor?: Actor;
  };
  Variables: {
    requestId: string;
    /** W3C trace id of the caller, when it sent a valid `traceparent`. */
    traceId: string | null;
    log: Logger;
    /** Who asks. */
    actor: Actor;
    /** The limit that the request counts for. */
    limited?: { limit: Limit; taken: Taken };
    /** Template of the route that answers, `/api/v1/users/{id}`; unset while none does. */
    route?: string;
    /** Content-Security-Policy of the answer; unset: that of data. */
    policy?: string;
    /** Of a request that brings data: by which door. */
    door?: IngestDoor;
    /** A body whose rest is to be dropped while a failure is answered. */
    unread?: OpenBody;
    /** Set on captured requests only. */
    observation: Observation;
    geo: GeoLocation;
  };
};

export type AppContext = Context<AppEnv>;
