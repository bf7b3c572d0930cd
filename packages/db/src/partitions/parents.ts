/** The tables that have a partition a UTC day, with the column that decides the day. */
export const partitionedTables = {
  logs: 'created_at',
  log_counts: 'bucket',
  request_snapshots: 'timestamp',
  metrics_minutes: 'window_start',
} as const;

export type PartitionedTable = keyof typeof partitionedTables;

/** Tables whose days come and go with those of another one. */
export const companions: { readonly [T in PartitionedTable]?: readonly PartitionedTable[] } = {
  logs: ['log_counts'],
};

export const dayMs = 86_400_000;

/** The UTC day of a moment, `YYYY-MM-DD`. */
export function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
