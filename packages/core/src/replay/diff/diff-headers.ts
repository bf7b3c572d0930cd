import { redacted } from '../../redact/rules.ts';
import type { HeaderMap } from '../schema.ts';
import type { ChangeCollector } from './collect-changes.ts';
import { bodyHeaders, volatileHeaders } from './volatile-headers.ts';

/** Compares headers but volatile ones; a repeated header is compared as the list of its values. */
export function diffHeaders(
  collector: ChangeCollector,
  headers: { before: HeaderMap; after: HeaderMap },
  { isBodyCompared }: { isBodyCompared: boolean },
): void {
  const [before, after] = [byName(headers.before), byName(headers.after)];
  const counts = (name: string) => !volatileHeaders.has(name) && !(isBodyCompared && bodyHeaders.has(name));
  for (const name of new Set([...before.keys(), ...after.keys()].filter(counts))) {
    const [old, now] = [before.get(name), after.get(name)];
    const names = ['headers', name];
    if (old === undefined) collector.report(names, { kind: 'added', after: shown(now) });
    else if (now === undefined) collector.report(names, { kind: 'removed', before: shown(old) });
    else if (old.length !== now.length || old.some((value, n) => value !== now[n]))
      collector.report(names, { kind: 'changed', before: shown(old), after: shown(now) });
    else if (old.includes(redacted))
      collector.note('values that are redacted on both sides are taken as equal');
  }
}

function byName(headers: HeaderMap): Map<string, string[]> {
  return new Map(Object.entries(headers).map(([name, values]) => [name.toLowerCase(), [values].flat()]));
}

function shown(values: readonly string[] | undefined): unknown {
  return values?.length === 1 ? values[0] : values;
}
