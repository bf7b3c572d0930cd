import { safeText } from '@apiscope/core/logs/safe-json';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { redacted } from '@apiscope/core/redact/rules';
import type { OutgoingRequest } from '@apiscope/core/replay/build-request';
import { keepText } from '@apiscope/core/replay/keep-text';
import { redactBody } from '@apiscope/core/replay/redact-body';
import { safeMap } from '@apiscope/core/replay/safe-map';

/** A request as it may be stored and shown. Headers of the target are hidden whatever their name. */
export function redactRequest(
  redactor: Redactor,
  { method, url, headers, body }: OutgoingRequest,
  { hidden }: { hidden: readonly string[] },
): OutgoingRequest {
  const shown = safeMap(redactor.headers(headers));
  for (const name of hidden) if (Object.hasOwn(shown, name)) shown[name] = redacted;
  const contentType = [headers['content-type'] ?? []].flat()[0] ?? null;
  const info = { contentType, size: null, truncated: false, omitted: null };
  const text = redactBody(redactor, { text: body, info });
  return {
    method,
    url: safeText(redactor.url(url)),
    headers: shown,
    body: text === null ? null : keepText(safeText(text)).text,
  };
}
