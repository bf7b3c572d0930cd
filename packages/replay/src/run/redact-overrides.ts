import { checkJson } from '@apiscope/core/logs/safe-json';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { redactBody } from '@apiscope/core/replay/redact-body';
import type { ReplayOverrides } from '@apiscope/core/replay/run-schema';

/** Bounds of overrides that are stored; beyond them a body is left out. */
const limits = { depth: 100, bytes: 262_144 };

/** Overrides as they may be stored: whoever repeats the replay gives the secrets anew. */
export function redactOverrides(redactor: Redactor, overrides: ReplayOverrides): unknown {
  const { headers, query, body, ...rest } = overrides;
  const taken = Object.entries(headers ?? {}).filter(([, value]) => value === null);
  const set = Object.entries(headers ?? {}).filter(([, value]) => value !== null) as [string, string][];
  const kept = {
    ...rest,
    ...(headers && {
      headers: { ...redactor.headers(Object.fromEntries(set)), ...Object.fromEntries(taken) },
    }),
    ...(query && { query: redactor.query(query) }),
  };
  const whole = {
    ...kept,
    ...(body !== undefined && {
      body: typeof body === 'string' ? redactBody(redactor, { text: body, info: null }) : redactor.json(body),
    }),
  };
  const checked = checkJson(whole, limits);
  if (checked.ok) return checked.value;
  const without = checkJson({ ...kept, bodyLeftOut: checked.reason }, limits);
  return without.ok ? without.value : { leftOut: without.reason };
}
