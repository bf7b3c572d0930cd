import type { HeaderMap } from '@apiscope/core/replay/schema';
import { markRedacted } from '../ui/json-view.tsx';

/** Names and values of headers or of a query; a repeated name has a line for each value. */
export function HeadersTable({ values, empty }: { values: HeaderMap | null; empty: string }) {
  const lines = Object.entries(values ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one, index) => ({
      key: `${name} ${index}`,
      name,
      value: one,
    })),
  );
  if (lines.length === 0) return <p className="text-xs text-faint">{empty}</p>;
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 font-mono text-xs">
      {lines.map(({ key, name, value }) => (
        <div key={key} className="contents">
          <dt className="break-all text-faint">{name}</dt>
          <dd className="break-all">{markRedacted(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
