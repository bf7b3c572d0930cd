import { parseLevelName } from '@apiscope/core/ingest/parse-level-name';
import { type Level, levelOf } from '@apiscope/core/logs/level';
import { logLimits, type NewLog } from '@apiscope/core/logs/schema';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { momentOf } from '../moment-of.ts';
import { plainAttributes, plainValue } from '../plain-value.ts';
import { readId } from '../read-id.ts';
import type { Origin } from '../read-origin.ts';
import { cutText, readText } from '../read-text.ts';
import type { Message } from '../wire/message-types.ts';

type Sender = { origin: Origin; scope: Message<'InstrumentationScope'> | undefined };

/** Names under which structured bodies hold their text. */
const textNames = ['message', 'msg', 'body'];

/**
 * A log record as one of our lines. Its attributes are the line's meta, where what else is known of it has names of its own: a body that is no
 * text, or too long for one, is there as `body`.
 */
export function toLog(
  { redactor }: { redactor: Redactor },
  record: Message<'LogRecord'>,
  { origin, scope }: Sender,
): NewLog {
  const body = plainValue(record.body);
  const attributes = plainAttributes(record.attributes);
  const eventName = record.eventName || readText(attributes, ['event.name']) || '';
  const [traceId, spanId] = [readId(record.traceId, 32), readId(record.spanId, 16)];
  const text = textOf(redactor, body, eventName);
  const sent = sentAt(record);
  const meta = {
    ...attributes,
    ...(body !== null && (typeof body !== 'string' || body.length > text.length) && { body }),
    ...(eventName !== '' && { eventName }),
    ...(spanId !== null && { spanId }),
    ...(record.severityText !== '' && { severityText: cutText(record.severityText, 200) }),
    ...(origin.version !== null && { 'service.version': origin.version }),
    ...(origin.stage !== null && { stage: origin.stage }),
    ...(origin.instance !== null && { instance: origin.instance }),
    ...(Object.keys(origin.rest).length > 0 && { resource: origin.rest }),
  };
  return {
    service: origin.service,
    source: cutText(scope?.name || origin.service, logLimits.source),
    level: toLevel(record),
    message: text,
    ...(Object.keys(meta).length > 0 && { meta }),
    ...(traceId !== null && { traceId }),
    ...(sent !== 0n && { created_at: printTimestamp(momentOf(sent)) }),
  };
}

/** When what a record tells of was, or else was seen to be, nanoseconds since the UTC epoch; 0 when it says neither. */
export function sentAt({
  timeUnixNano,
  observedTimeUnixNano,
}: Pick<Message<'LogRecord'>, 'timeUnixNano' | 'observedTimeUnixNano'>): bigint {
  return timeUnixNano || observedTimeUnixNano;
}

function toLevel({ severityNumber, severityText }: Message<'LogRecord'>): Level {
  if (severityNumber > 0) return levelOf(severityNumber);
  return parseLevelName(severityText) ?? 'info';
}

/** JSON is redacted before it becomes text, as names are easier to tell there. */
function textOf(redactor: Redactor, body: unknown, eventName: string): string {
  if (typeof body === 'string') return cutText(body, logLimits.message);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    const inside = readText(body as Record<string, unknown>, textNames, logLimits.message);
    if (inside !== null) return inside;
  }
  if (body === null || eventName !== '') return eventName;
  return cutText(JSON.stringify(redactor.json(body)), logLimits.message);
}
