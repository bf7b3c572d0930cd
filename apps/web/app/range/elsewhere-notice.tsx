import { Link, useSearchParams } from '@remix-run/react';
import { useZone } from '../time/zone-context.ts';
import { Notice } from '../ui/notice.tsx';
import { type Span, writeRange } from './range.ts';
import { spanName } from './range-name.ts';

type ElsewhereNoticeProps = {
  /** What the range has none of, in the plural. */
  noun: string;
  /** Where there are some; null when the service has none at all. */
  span: Span | null;
};

/** Tells that the range is empty, and leads to where the data is in one click. */
export function ElsewhereNotice({ noun, span }: ElsewhereNoticeProps) {
  const [params] = useSearchParams();
  const zone = useZone();
  if (span === null)
    return (
      <Notice tone="info">
        No {noun} of this service have been recorded yet.{' '}
        <Link to={{ search: without(params, 'service') }} className="font-medium text-accent underline">
          Show all services
        </Link>
      </Notice>
    );
  const range = { kind: 'custom', start: floorMinute(span.start), end: ceilMinute(span.end) } as const;
  return (
    <Notice tone="info">
      <span data-testid="elsewhere">
        No {noun} in this range. There are some in {spanName(range, zone)}.{' '}
      </span>
      <Link
        to={{ search: writeRange(params, range).toString() }}
        className="font-medium text-accent underline"
      >
        Show that range
      </Link>
    </Notice>
  );
}

function floorMinute(ms: number): number {
  return Math.floor(ms / 60_000) * 60_000;
}

function ceilMinute(ms: number): number {
  return Math.ceil(ms / 60_000) * 60_000;
}

function without(params: URLSearchParams, name: string): string {
  const next = new URLSearchParams(params);
  next.delete(name);
  return next.toString();
}
