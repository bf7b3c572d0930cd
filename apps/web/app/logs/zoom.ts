import { readRange, type Span, spanOf, writeRange } from '../range/range.ts';

/** Conditions on time that would go on narrowing a range chosen after them. */
const timeConditions = ['created_at__gt', 'created_at__gte', 'created_at__lt', 'created_at__lte'];

/** The address narrowed to a part of its range; bars may reach beyond it, the choice of them never does. */
export function narrowTo(
  params: URLSearchParams,
  { span, now }: { span: Span; now: number },
): URLSearchParams {
  const whole = spanOf(readRange(params).range, now);
  const start = Math.max(span.start, Math.floor(whole.start));
  const end = Math.min(span.end, Math.ceil(whole.end));
  const next = writeRange(params, start < end ? { kind: 'custom', start, end } : { kind: 'custom', ...span });
  for (const name of timeConditions) next.delete(name);
  return next;
}

/** The address with three times its range, the middle where it was. */
export function widened(params: URLSearchParams, { start, end }: Span): URLSearchParams {
  const more = end - start;
  return writeRange(params, { kind: 'custom', start: start - more, end: end + more });
}
