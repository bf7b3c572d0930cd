/** What of a span says when it was, and by which clock. Milliseconds. */
export type Timed = {
  spanId: string;
  parentSpanId: string | null;
  service: string;
  instance: string | null;
  kind: string;
  offset: number;
  duration: number;
};

/** A span moved by `shift` milliseconds from where the clock of its service had put it; 0 where it was left alone. */
export type Shifted<T> = T & { shift: number };

/** What a clock may tell wrongly by rounding: a nanosecond. */
const epsilon = 1e-6;

/**
 * Puts spans where they can have been, as clocks of machines differ: what another machine did for a span lies within that span. A span that
 * does not is moved to its middle, as if the way there and back took the same time; one that lasted longer than its parent, or may outlive
 * it as messages do, only as far as not to begin before it. What the same machine did below moves along. This is how Jaeger adjusts, but
 * for messages.
 * @param spans parents before their children, as `orderSpans` puts them
 */
export function adjustSkew<T extends Timed>(spans: readonly T[]): Shifted<T>[] {
  const placed = new Map<string, Shifted<T>>();
  return spans.map((span) => {
    const parent = span.parentSpanId === null ? undefined : placed.get(span.parentSpanId);
    const shift = parent === undefined ? 0 : shiftUnder(parent, span);
    const shifted = { ...span, offset: span.offset + shift, shift };
    placed.set(span.spanId, shifted);
    return shifted;
  });
}

function shiftUnder(parent: Shifted<Timed>, span: Timed): number {
  if (isSameClock(parent, span)) return parent.shift;
  const early = parent.offset - span.offset;
  const late = span.offset + span.duration - (parent.offset + parent.duration);
  const mayOutlive = span.kind === 'consumer' || parent.kind === 'producer';
  if (early <= epsilon && (late <= epsilon || mayOutlive)) return 0;
  if (mayOutlive || span.duration > parent.duration) return Math.max(0, early);
  return early + (parent.duration - span.duration) / 2;
}

/** An instance of a service runs on one machine; without instances, a service is taken to. */
function isSameClock(a: Timed, b: Timed): boolean {
  return a.service === b.service && a.instance === b.instance;
}
