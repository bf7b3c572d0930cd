import { safeText } from '@apiscope/core/logs/safe-json';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { Answer } from '@apiscope/core/replay/diff/answer';
import { redactBody } from '@apiscope/core/replay/redact-body';
import { safeMap } from '@apiscope/core/replay/safe-map';

/** An answer as it may be stored and compared. What was captured passes here as well: rules may have changed since. */
export function redactAnswer(redactor: Redactor, answer: Answer): Answer {
  const body = redactBody(redactor, { text: answer.body, info: answer.bodyInfo });
  return {
    ...answer,
    headers: answer.headers && safeMap(redactor.headers(answer.headers)),
    body: body === null ? null : safeText(body),
  };
}
