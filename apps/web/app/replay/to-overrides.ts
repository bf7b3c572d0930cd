import type { ReplayOverrides } from '@apiscope/core/replay/run-schema';
import type { QueryMap, Snapshot } from '@apiscope/core/replay/schema';

/** A name with its value in a form; `key` stays while it is edited. */
export type Pair = { key: number; name: string; value: string };

/** What the form of a replay holds. */
export type ReplayForm = {
  target: string | null;
  headers: Pair[];
  /** Names of captured headers that are not to be sent. */
  leftOut: string[];
  query: Pair[];
  body: string;
  isConfirmed: boolean;
};

type Captured = Pick<Snapshot, 'query' | 'redactedPaths'> & { body: unknown };

/** The form as it opens: everything as it was captured, with a row for every header that was redacted. */
export function openForm(captured: Captured, target: string | null): ReplayForm {
  const needed = captured.redactedPaths.filter((path) => path.startsWith('headers.'));
  return {
    target,
    headers: needed.map((path, key) => ({ key, name: path.slice('headers.'.length), value: '' })),
    leftOut: [],
    query: toPairs(captured.query),
    body: toText(captured.body),
    isConfirmed: false,
  };
}

/** What differs from what was captured, as the API takes it. A header without a value stays as it was. */
export function toOverrides(
  form: ReplayForm,
  captured: Captured,
  ignore: readonly string[],
): ReplayOverrides {
  const set = form.headers.filter(({ name, value }) => name.trim() !== '' && value !== '');
  const headers = Object.fromEntries([
    ...form.leftOut.map((name) => [name, null] as const),
    ...set.map(({ name, value }) => [name.trim().toLowerCase(), value] as const),
  ]);
  const query = toMap(form.query);
  const hasQuery = JSON.stringify(query) !== JSON.stringify(toMap(toPairs(captured.query)));
  return {
    ...(form.target !== null && { target: form.target }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(hasQuery && { query }),
    ...(form.body !== toText(captured.body) && { body: form.body === '' ? null : form.body }),
    ...(form.isConfirmed && { confirm: true }),
    ...(ignore.length > 0 && { ignore: [...ignore] }),
  };
}

function toPairs(query: QueryMap): Pair[] {
  return Object.entries(query)
    .flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })))
    .map((pair, key) => ({ ...pair, key }));
}

function toMap(pairs: readonly Pair[]): QueryMap {
  const values = new Map<string, string[]>();
  for (const { name, value } of pairs)
    if (name !== '') values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0]! : all]));
}

function toText(body: unknown): string {
  if (body === null || body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2);
}
