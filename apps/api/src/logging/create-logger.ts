import type { Redactor } from '@apiscope/core/redact/redactor';
import pino, { type DestinationStream, type Logger } from 'pino';

/**
 * A structured logger: one JSON line an event to every destination. Secrets are redacted before a line is written anywhere.
 */
export function createLogger({
  level,
  redactor,
  destinations,
}: {
  level: string;
  redactor: Redactor;
  destinations: DestinationStream[];
}): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      serializers: { err: (error: unknown) => redactError(error, redactor) },
      formatters: { log: (fields) => redactFields(fields, redactor) },
    },
    pino.multistream(destinations.map((stream) => ({ stream, level: 'trace' }))),
  );
}

/** Everything but the error, which its serializer redacts: JSON would not show what an Error holds. */
function redactFields(
  { err, ...fields }: Record<string, unknown>,
  redactor: Redactor,
): Record<string, unknown> {
  const clean = redactor.json(fields) as Record<string, unknown>;
  return err === undefined ? clean : { ...clean, err };
}

function redactError(error: unknown, redactor: Redactor): unknown {
  if (!(error instanceof Error)) return redactor.json(error);
  const { type, message, stack } = pino.stdSerializers.err(error);
  return { type, message: redactor.text(message), stack: redactor.text(stack) };
}
