import { extendRules } from '@apiscope/core/redact/extend-rules';
import type { PreviewInput, RedactionPreview } from '@apiscope/core/redact/preview-schema';
import { createRedactor } from '@apiscope/core/redact/redactor';
import type { WholeSnapshot } from '@apiscope/core/replay/schema';
import { getSnapshot } from '@apiscope/db/replay/get-snapshot';
import type { Deps } from '../deps.ts';
import { redactSnapshot } from '../export/redact-row.ts';
import { keepInSinks, type Line } from './keep-in-sinks.ts';
import { snapshotOf } from './snapshot-of.ts';

/** Shows what each sink keeps of something, by the functions that the sinks themselves go through. */
export async function previewRedaction(
  deps: Pick<Deps, 'db' | 'redactor' | 'clock' | 'settings'>,
  { exchange, text, snapshot, rules }: PreviewInput,
): Promise<RedactionPreview> {
  const redactor = rules === undefined ? deps.redactor : createRedactor(extendRules(rules));
  const context = { ...deps, redactor };
  if (snapshot !== undefined) {
    const stored = await getSnapshot(deps.db, snapshot);
    const whole = { ...stored, body: textOf(stored.body), responseBody: textOf(stored.responseBody) };
    const kept = redactSnapshot(redactor, whole);
    return { redactedPaths: kept.redactedPaths, sinks: keepInSinks(context, kept, lineOf(whole)) };
  }
  const seen = exchange ?? { method: 'POST', url: '/', body: text! };
  const { kept, line } = snapshotOf(context, seen);
  if (text === undefined)
    return { redactedPaths: kept.redactedPaths, sinks: keepInSinks(context, kept, line) };
  const own: Line = { message: text, meta: parseObject(text) };
  const found = new Set<string>();
  redactor.text(own.message, () => found.add('message'));
  redactor.json(own.meta ?? null, (path) => found.add(`meta.${path}`));
  return { redactedPaths: [...found], sinks: keepInSinks(context, kept, own) };
}

function lineOf({ method, path, query, headers, body, responseHeaders, responseBody }: WholeSnapshot): Line {
  return {
    message: `${method} ${path}`,
    meta: {
      query,
      headers,
      body: parseObject(body) ?? body,
      responseHeaders,
      responseBody: parseObject(responseBody) ?? responseBody,
    },
  };
}

function textOf(body: unknown): string | null {
  return body === null || typeof body === 'string' ? body : JSON.stringify(body);
}

/** An object or array that a text is, or undefined. */
function parseObject(text: string | null): unknown {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
