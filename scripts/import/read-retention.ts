/** Days that rows of each kind are kept. */
export type Retention = { readonly logs: number; readonly snapshots: number; readonly metrics: number };

const kinds = ['logs', 'snapshots', 'metrics'] as const;
const defaults: Retention = { logs: 30, snapshots: 14, metrics: 90 };

/** Retention as the server tells it in `GET /info`; where it doesn't, as the environment sets it, else the defaults. */
export function readRetention(info: unknown, env: Readonly<Record<string, string | undefined>>): Retention {
  const told = (info as { retention?: Partial<Record<keyof Retention, unknown>> } | null)?.retention;
  const daysOf = (kind: keyof Retention): number => {
    const day = told?.[kind] ?? env[`RETENTION_DAYS_${kind.toUpperCase()}`];
    return day !== undefined && day !== '' && Number.isFinite(Number(day)) ? Number(day) : defaults[kind];
  };
  return Object.fromEntries(kinds.map((kind) => [kind, daysOf(kind)])) as Retention;
}
