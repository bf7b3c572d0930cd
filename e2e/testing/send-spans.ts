type Value = string | number;

/** A span as a spec tells it; ids are hexadecimal, times milliseconds. */
export type SentSpan = {
  id: string;
  parent?: string;
  name: string;
  /** 1 internal, 2 server, 3 client. */
  kind?: number;
  /** After the beginning of the trace. */
  at: number;
  took: number;
  failed?: string;
  attributes?: Record<string, Value>;
};

const attributesOf = (attributes: Record<string, Value>) =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
const nanos = (ms: number) => String(BigInt(Math.round(ms * 1e6)));

/** Sends spans of one service as an OpenTelemetry SDK does. @param began when the trace did, epoch milliseconds */
export async function sendSpans(
  url: string,
  { service, traceId, began }: { service: string; traceId: string; began: number },
  spans: readonly SentSpan[],
): Promise<void> {
  const sent = spans.map(({ id, parent, name, kind = 1, at, took, failed, attributes = {} }) => ({
    traceId,
    spanId: id,
    ...(parent !== undefined && { parentSpanId: parent }),
    name,
    kind,
    startTimeUnixNano: nanos(began + at),
    endTimeUnixNano: nanos(began + at + took),
    attributes: attributesOf(attributes),
    ...(failed !== undefined && { status: { code: 2, message: failed } }),
  }));
  const resource = { attributes: attributesOf({ 'service.name': service }) };
  await post(`${url}/v1/traces`, {
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'e2e' }, spans: sent }] }],
  });
}

/** Sends one line of log that carries the id of a trace. */
export async function sendLine(
  url: string,
  { service, traceId, at, text }: { service: string; traceId: string; at: number; text: string },
): Promise<void> {
  const record = { traceId, timeUnixNano: nanos(at), severityNumber: 17, body: { stringValue: text } };
  const resource = { attributes: attributesOf({ 'service.name': service }) };
  await post(`${url}/v1/logs`, { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] });
}

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok || text !== '{}') throw new Error(`${url} answered ${answer.status}: ${text}`);
}
