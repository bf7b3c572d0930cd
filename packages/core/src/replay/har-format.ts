import type { SnapshotAttributes } from './schema.ts';

/**
 * The parts of HAR 1.2 that are written, under the names of the format (http://www.softwareishard.com/blog/har-12-spec/). Fields that
 * begin with `_` are the writer's own, as the format allows.
 */
export type HarEntry = {
  startedDateTime: string;
  /** Milliseconds. */
  time: number;
  request: HarRequest;
  response: HarResponse;
  cache: Record<string, never>;
  timings: HarTimings;
  /** What Apiscope knows beside the exchange. */
  _apiscope: {
    consumer?: string;
    attributes?: SnapshotAttributes;
    id: number;
    service: string;
    endpoint: string;
    requestId: string | null;
    traceId: string | null;
    version: string | null;
    stage: string | null;
    redactedPaths: string[];
  };
};

export type HarNamedValue = { name: string; value: string };

type HarMessage = {
  httpVersion: string;
  cookies: never[];
  headers: HarNamedValue[];
  /** Bytes, -1 when unknown. */
  headersSize: number;
  bodySize: number;
};

export type HarRequest = HarMessage & {
  method: string;
  url: string;
  queryString: HarNamedValue[];
  postData?: { mimeType: string; text: string; comment?: string };
};

export type HarResponse = HarMessage & {
  status: number;
  statusText: string;
  content: { size: number; mimeType: string; text?: string; comment?: string };
  redirectURL: string;
  /** Why there is no response; browsers write it there too. */
  _error?: string;
};

/** Milliseconds, -1 where a phase is not known. */
export type HarTimings = {
  blocked: -1;
  dns: -1;
  connect: -1;
  ssl: -1;
  send: number;
  wait: number;
  receive: number;
  comment?: string;
};
