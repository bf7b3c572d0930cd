import { badParameter } from '@apiscope/core/errors';
import { checkJson, safeText } from '@apiscope/core/logs/safe-json';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { SpanEvent, SpanLink } from '@apiscope/core/traces/schema';
import type { NewSpan } from '@apiscope/db/traces/new-span';
import { checkMoment } from '../../http/check-moment.ts';
import { momentOf } from '../moment-of.ts';
import { plainAttributes } from '../plain-value.ts';
import { readId } from '../read-id.ts';
import type { Origin } from '../read-origin.ts';
import { cutText } from '../read-text.ts';
import type { Message } from '../wire/message-types.ts';

/** Bounds of what is kept of a span: characters of a text, entries of a list, and bytes and levels of its JSON. */
const limits = {
  name: 500,
  text: 8_192,
  attributes: 256,
  events: 256,
  links: 128,
  bytes: 262_144,
  depth: 64,
};

/** Longest that a span may take, nanoseconds: a day. */
const maxNanos = 86_400_000_000_000n;

export type SpanContext = {
  origin: Origin;
  scope: Message<'InstrumentationScope'> | undefined;
  /** Milliseconds since the UTC epoch. */
  now: number;
};

/** A span as it was sent, its attributes by name and not redacted yet. */
export type ReadSpan = { sent: Message<'Span'>; attributes: Record<string, unknown> };

/**
 * Makes a span storable: redacted, then freed of what PostgreSQL cannot hold, texts and lists cut to their bounds.
 * @throws AppError BAD_REQUEST naming what it cannot do without: ids, times within bounds, or less of everything.
 */
export function toSpan(
  { redactor }: { redactor: Redactor },
  { sent, attributes }: ReadSpan,
  { origin, scope, now }: SpanContext,
): Omit<NewSpan, 'statusCode'> {
  const traceId = readId(sent.traceId, 32);
  const spanId = readId(sent.spanId, 16);
  if (traceId === null) throw badParameter('traceId', 'expected 16 bytes, not all zero');
  if (spanId === null) throw badParameter('spanId', 'expected 8 bytes, not all zero');
  checkMoment('startTimeUnixNano', momentOf(sent.startTimeUnixNano), now);
  const lasted = sent.endTimeUnixNano - sent.startTimeUnixNano;
  if (lasted > maxNanos) throw badParameter('endTimeUnixNano', 'is more than a day after the start');
  // A clock that was set back while it ran must not make it end before it began.
  const endNano = lasted < 0n ? sent.startTimeUnixNano : sent.endTimeUnixNano;
  const text = (value: string, max: number) => safeText(redactor.text(cutText(value, max)));
  const { message = '', code = 0 } = sent.status ?? {};
  return {
    traceId,
    spanId,
    parentSpanId: readId(sent.parentSpanId, 16),
    service: safeText(origin.service),
    name: text(sent.name, limits.name),
    kind: sent.kind >= 0 && sent.kind <= 5 ? sent.kind : 0,
    startNano: sent.startTimeUnixNano,
    endNano,
    status: code === 1 || code === 2 ? code : 0,
    statusMessage: message === '' ? null : text(message, limits.text),
    ...storable(redactor, {
      attributes: cutValues(attributes),
      events: sent.events.slice(0, limits.events).map(toEvent),
      links: sent.links.slice(0, limits.links).flatMap(toLink),
    }),
    scope: scope?.name ? text(scope.name, limits.name) : null,
    version: origin.version === null ? null : text(origin.version, limits.name),
    stage: origin.stage === null ? null : text(origin.stage, limits.name),
    instance: origin.instance === null ? null : text(origin.instance, limits.name),
  };
}

type Parts = Pick<NewSpan, 'attributes' | 'events' | 'links'>;

function storable(redactor: Redactor, parts: Parts): Parts {
  const checked = checkJson(parts, { depth: limits.depth, bytes: limits.bytes });
  if (!checked.ok) throw badParameter('attributes', checked.reason);
  return redactor.json(checked.value) as Parts;
}

function toEvent({ name, timeUnixNano, attributes }: Message<'Event'>): SpanEvent {
  const timestamp = printTimestamp(momentOf(timeUnixNano));
  return { name: cutText(name, limits.name), timestamp, attributes: cutValues(plainAttributes(attributes)) };
}

function toLink({ traceId, spanId, attributes }: Message<'Link'>): SpanLink[] {
  const [trace, span] = [readId(traceId, 32), readId(spanId, 16)];
  if (trace === null || span === null) return [];
  return [{ traceId: trace, spanId: span, attributes: cutValues(plainAttributes(attributes)) }];
}

/** The first attributes, long texts among their values cut. */
function cutValues(attributes: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(attributes).slice(0, limits.attributes);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      cutText(name, limits.name),
      typeof value === 'string' && value.length > limits.text ? `${cutText(value, limits.text)}…` : value,
    ]),
  );
}
