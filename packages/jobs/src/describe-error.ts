import type { Redactor } from '@apiscope/core/redact/redactor';
import { sqlMessage } from '@apiscope/db/sql/sql-state';

/** Characters of an error kept in history. */
const longestError = 4_000;

/** The message of an error and of what caused it, redacted. */
export function describeError(error: unknown, redactor: Redactor): string {
  const messages: string[] = [];
  for (
    let at = error;
    at !== undefined && messages.length < 3;
    at = at instanceof Error ? at.cause : undefined
  ) {
    const message = sqlMessage(at) ?? (at instanceof Error ? at.message || at.name : String(at));
    if (!messages.some((known) => known.includes(message))) messages.push(message);
  }
  return redactor.text(messages.join(': ')).slice(0, longestError);
}
