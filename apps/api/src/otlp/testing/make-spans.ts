export type Attributes = Record<string, string | number | string[]>;

export type SpanOptions = {
  /** One or two hexadecimal digits, of which the id is made. */
  trace?: string;
  parent?: string;
  name?: string;
  kind?: number;
  attributes?: Attributes;
  status?: { code: number; message?: string };
  at?: string;
  millis?: number;
};

/** An attribute in OTLP/JSON. */
export function attribute(key: string, value: string | number | string[]): object {
  if (Array.isArray(value))
    return { key, value: { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } } };
  return { key, value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value } };
}

/** Nanoseconds since the UTC epoch, as text. */
export function nanos(iso: string): string {
  return `${Date.parse(iso)}000000`;
}

/** A SERVER span of 250 ms, in a trace of its own, in OTLP/JSON. @param id one or two hexadecimal digits */
export function spanOf(
  id: string,
  {
    trace = id,
    parent,
    name = 'span',
    kind = 2,
    attributes = {},
    status,
    at = '2026-01-31T09:00:00Z',
    millis = 250,
  }: SpanOptions = {},
): object {
  return {
    traceId: idOf(parent === undefined || trace !== id ? trace : parent, 32),
    spanId: idOf(id, 16),
    ...(parent !== undefined && { parentSpanId: idOf(parent, 16) }),
    name,
    kind,
    startTimeUnixNano: nanos(at),
    endTimeUnixNano: String(BigInt(nanos(at)) + BigInt(millis) * 1_000_000n),
    attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    ...(status && { status }),
  };
}

/** A request of one sender in OTLP/JSON. */
export function exportOf(resource: Attributes, ...spans: object[]): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: Object.entries(resource).map(([key, value]) => attribute(key, value)) },
        scopeSpans: [{ scope: { name: 'lib' }, spans }],
      },
    ],
  };
}

function idOf(digits: string, length: number): string {
  return digits.repeat(length / digits.length);
}
