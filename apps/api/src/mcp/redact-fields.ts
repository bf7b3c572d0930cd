import type { Redactor } from '@apiscope/core/redact/redactor';

/** A row of an answer, or an answer that is one. */
export type Fields = Readonly<Record<string, unknown>>;

/** Passes what an agent is told through the redactor, field by field, so that what was stored under older rules does not leave. */
export function redactFields(redactor: Redactor, fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, redactField(redactor, name, value)]),
  );
}

function redactField(redactor: Redactor, name: string, value: unknown): unknown {
  // Numbers are ids, counts and times of ours; those that a caller wrote are inside of an object.
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string')
    return name === 'path' || name === 'url' ? redactor.url(value) : redactor.text(value);
  if (name === 'query') return redactor.query(value as Record<string, string | string[]>);
  if (name === 'headers' || name === 'responseHeaders')
    return redactor.headers(value as Record<string, string | string[]>);
  return redactor.json(value);
}
