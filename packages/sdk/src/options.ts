import type { SecretShape } from '@apiscope/core/redact/rules';

/** Kinds of bodies that can be kept, told by content type. */
export type BodyKind = 'json' | 'form' | 'text';

/** Who calls: an id of up to 200 characters, and a name for people. */
export type Consumer = string | { id: string; name?: string };

/** A request of the host, as the hooks see it after it was answered. */
export type HostRequest<Raw = unknown> = {
  method: string;
  /** Path and query, as received. */
  url: string;
  /** Value of a header by lower-case name; repeated ones joined by commas. */
  header(name: string): string | undefined;
  /** The framework's own object: Express's or Node's request, Fastify's request, Hono's context, the web's Request. */
  raw: Raw;
};

/** Settings of the SDK; all but the first three have defaults. */
export type ApiscopeOptions<Raw = unknown> = {
  /** Where Apiscope is, for example `https://apiscope.example.com`. */
  url: string;
  /** API key with the scope `ingest`; not needed while Apiscope runs with AUTH=off. */
  key?: string | undefined;
  /** What this service is called, 1 to 200 characters. */
  service: string;
  version?: string | undefined;
  stage?: string | undefined;
  /** Tells this process from others of the service; host and process id by default. */
  instance?: string | undefined;
  /** False: nothing is observed or sent. */
  enabled?: boolean;
  /** Share of requests that are kept, 0 to 1; those with a status of 400 or more always are. Counts are scaled. Default 1. */
  sampleRate?: number;
  /** Whether requests are kept beside being counted: path, query, headers, and bodies where asked for. Default true. */
  snapshots?: boolean;
  /** Kinds of bodies that are kept with them; true for all of them. Default none. */
  bodies?: boolean | readonly BodyKind[];
  /** Bytes kept of a body, at most 65,536. */
  maxBodyBytes?: number;
  /** What counts as a secret beside the built-in rules; docs/redaction.md tells how names are written. */
  redact?: {
    /** Names whose value is a secret. */
    names?: string[];
    /** Names that are none although a rule fits. */
    except?: string[];
    /** Shapes switched off with false. */
    shapes?: { [shape in SecretShape]?: boolean };
  };
  /** Requests that are not observed. A list given here replaces the default one. */
  ignore?: {
    /** Paths: exact, everything below (`/internal/*`), or by expression. */
    paths?: readonly (string | RegExp)[];
    /** Parts of User-Agent, case ignored, or expressions. */
    userAgents?: readonly (string | RegExp)[];
  };
  /** Peers whose `X-Forwarded-For` is believed: addresses, prefixes, `loopback`, `private`. Default none. */
  trustedProxies?: readonly string[];
  /** Who calls. Asked after the answer, when the host knows who signed in. */
  consumer?: (request: HostRequest<Raw>) => Consumer | null | undefined;
  /** Id of the signed-in user. Asked when {@link ApiscopeOptions.consumer} is. */
  user?: (request: HostRequest<Raw>) => string | null | undefined;
  /** Told of what went wrong, once for each kind of failure. Default: `console.error`. */
  onError?: (error: Error) => void;
  transport?: TransportOptions;
};

/** How what was observed is sent. */
export type TransportOptions = {
  /** Records in one batch, at most 1,000. */
  maxBatch?: number;
  /** Characters of JSON in one batch. Default 1,000,000. */
  maxBatchCharacters?: number;
  /** Longest wait of a record before it is sent, ms. Default 2,000. */
  maxAgeMs?: number;
  /** Records that wait at most. Default 250,000. */
  maxQueue?: number;
  /** Characters of JSON that wait at most. Default 64,000,000. Contents are left out from half of it on, so that counts last longer. */
  maxQueueCharacters?: number;
  /** Longest wait for an answer, ms. Default 10,000. */
  timeoutMs?: number;
  /** Longest pause after failures, ms. Default 15,000. */
  maxPauseMs?: number;
  /** False: bodies are sent uncompressed. */
  gzip?: boolean;
  /** The function that sends; the global one, as it was when the client was created, by default. */
  fetch?: typeof fetch;
};
