import { printTimestamp } from '@apiscope/core/search/timestamp';
import { readRange, type Span, spanOf } from './range.ts';

/** What the shared controls ask for: the service and the span, read off the URL. */
export type Scope = { service: string | null; span: Span; isFixed: boolean };

/** Reads the scope that the URL means at `now`. */
export function readScope(params: URLSearchParams, now: number): Scope {
  const { range } = readRange(params);
  return {
    service: params.get('service') || null,
    span: spanOf(range, now),
    isFixed: range.kind === 'custom',
  };
}

/** The scope as the metric procedures take it. */
export function metricScope({ service, span }: Scope) {
  return {
    ...(service === null ? {} : { service }),
    startDate: printTimestamp(span.start),
    endDate: printTimestamp(span.end),
  };
}

/** The scope as filters of the log stream: the same words for as long as the URL is the same. */
export function streamScope(scope: Scope): StreamScope {
  const { service, span, isFixed } = scope;
  return {
    ...(service === null ? {} : { service__eq: service }),
    ...(isFixed
      ? { created_at__gte: printTimestamp(span.start), created_at__lt: printTimestamp(span.end) }
      : {}),
  };
}
export type StreamScope = { service__eq?: string; created_at__gte?: string; created_at__lt?: string };

/** The scope as filters on `service` and a time column; a range that follows the clock has no end, so that live rows are in it. */
export function filterScope({ service, span, isFixed }: Scope, column: 'created_at' | 'timestamp') {
  return {
    ...(service === null ? {} : { service__eq: service }),
    [`${column}__gte`]: printTimestamp(span.start),
    ...(isFixed ? { [`${column}__lt`]: printTimestamp(span.end) } : {}),
  };
}
