import { type RelativeRange, relativeRangeNames, relativeRanges } from '@apiscope/core/range/schema';
import { parseTimestamp, printTimestamp } from '@apiscope/core/search/timestamp';

export const defaultRange: RelativeRange = '1h';

/** What the URL asks for. A relative range stays relative: the same link shows the hour before it is opened. */
export type Range =
  | { kind: 'relative'; name: RelativeRange }
  | { kind: 'custom'; start: number; end: number };

/** A range in epoch milliseconds, `end` exclusive. */
export type Span = { start: number; end: number };

/** Reads `range`, or `from` and `to`, of a URL; `problem` says what could not be read and the default stands in. */
export function readRange(params: URLSearchParams): { range: Range; problem: string | null } {
  const [from, to, name] = [params.get('from'), params.get('to'), params.get('range')];
  if (from !== null || to !== null) return readCustom(from, to);
  if (name === null) return fallback(null);
  if (isRelative(name)) return { range: { kind: 'relative', name }, problem: null };
  return fallback(`“${name}” is not a range; choose one of ${relativeRangeNames.join(', ')}.`);
}

function readCustom(from: string | null, to: string | null) {
  const [start, end] = [parseTimestamp(from ?? ''), parseTimestamp(to ?? '')];
  if (start === null || end === null)
    return fallback('A custom range needs from and to, each an ISO-8601 date.');
  if (end <= start) return fallback('The end of a range must be after its start.');
  return { range: { kind: 'custom', start, end } as const, problem: null };
}

function fallback(problem: string | null) {
  return { range: { kind: 'relative', name: defaultRange } as const, problem };
}

function isRelative(name: string): name is RelativeRange {
  return Object.hasOwn(relativeRanges, name);
}

/** The span a range means at `now`. */
export function spanOf(range: Range, now: number): Span {
  if (range.kind === 'custom') return { start: range.start, end: range.end };
  return { start: now - relativeRanges[range.name], end: now };
}

/** Writes a range into a copy of the parameters; the default one leaves no trace. */
export function writeRange(params: URLSearchParams, range: Range): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of ['range', 'from', 'to', 'page']) next.delete(name);
  if (range.kind === 'custom') {
    next.set('from', printTimestamp(range.start));
    next.set('to', printTimestamp(range.end));
  } else if (range.name !== defaultRange) next.set('range', range.name);
  return next;
}
