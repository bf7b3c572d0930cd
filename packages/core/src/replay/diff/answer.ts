import type { BodyInfo, HeaderMap } from '../schema.ts';

/** What is known of an answer: of a captured request, or of a replay. */
export type Answer = {
  /** Null when there was none. */
  statusCode: number | null;
  /** By lower-case name; null when unknown. */
  headers: HeaderMap | null;
  /** The text that is stored. */
  body: string | null;
  bodyInfo: BodyInfo | null;
};
