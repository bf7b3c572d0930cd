import type { Redactor } from '@apiscope/core/redact/redactor';
import pino, { type Logger } from 'pino';

/** Structured log to stdout, a JSON line an event, secrets redacted. */
export function createLog(level: string, redactor: Redactor): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      formatters: {
        log: ({ err, ...fields }) => ({
          ...(redactor.json(fields) as Record<string, unknown>),
          ...(err === undefined ? {} : { err }),
        }),
      },
      serializers: {
        err: (error: unknown) => {
          if (!(error instanceof Error)) return redactor.json(error);
          const { type, message, stack } = pino.stdSerializers.err(error);
          return { type, message: redactor.text(message), stack: redactor.text(stack) };
        },
      },
    },
    pino.destination({ dest: 1, sync: true }),
  );
}
