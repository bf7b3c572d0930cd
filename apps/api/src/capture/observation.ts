import type { GeoLocation } from '@apiscope/core/geo/locate';
import type { BodyTap } from '@apiscope/core/replay/tap-body';

/** What is known of a captured request when its answer has ended. */
export type Outcome = {
  /** 499 when the client went away first. */
  status: number;
  /** Milliseconds from arrival to the end of the answer; null for streams, which have no such end. */
  duration: number | null;
  /** Bytes; null where unknown. */
  requestSize: number | null;
  responseSize: number;
  /** Method and template, `GET /api/v1/users/{id}`, or `unmatched`. */
  endpoint: string;
};

/** A captured request while it is served. */
export type Observation = {
  /** Arrival, milliseconds since the epoch. */
  at: number;
  geo: GeoLocation;
  /** Bytes of each body that someone wants to keep. */
  keep: number;
  request: BodyTap | null;
  response: BodyTap | null;
  /** Called once, after the answer has ended. What they throw is logged, nothing more. */
  onEnd: ((outcome: Outcome) => void)[];
};
