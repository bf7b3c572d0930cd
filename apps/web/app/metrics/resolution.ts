import type { Span } from '../range/range.ts';

/** The lengths of stored windows, in seconds. */
export const resolutions = [60, 3_600, 86_400] as const;
export type Resolution = (typeof resolutions)[number];

/** The window length that the URL asks for, or the one that gives a span a list a person can read. */
export function readResolution(params: URLSearchParams, { start, end }: Span): Resolution {
  const asked = resolutions.find((seconds) => String(seconds) === params.get('window'));
  if (asked) return asked;
  const hours = (end - start) / 3_600_000;
  return hours <= 24 ? 60 : hours <= 24 * 30 ? 3_600 : 86_400;
}
