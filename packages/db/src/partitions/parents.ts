/** The tables that have a partition a UTC day, with the column that decides the day. */
export const partitionedTables = {
  logs: 'created_at',
  log_counts: 'bucket',
  request_snapshots: 'timestamp',
  metrics_minutes: 'window_start',
  spans: 'start_time',
} as const;

export type PartitionedTable = keyof typeof partitionedTables;

export function isPartitioned(table: string): table is PartitionedTable {
  return table in partitionedTables;
}

/** Those of them whose rows are followed in the order of their transactions. */
export type StreamedTable = Extract<PartitionedTable, 'logs' | 'metrics_minutes'>;

export function isStreamed(table: PartitionedTable): table is StreamedTable {
  return table === 'logs' || table === 'metrics_minutes';
}

/** Tables whose days come and go with those of another one. */
const companions: { readonly [T in PartitionedTable]?: readonly PartitionedTable[] } = {
  logs: ['log_counts'],
};

export function companionsOf(table: PartitionedTable): readonly PartitionedTable[] {
  return companions[table] ?? [];
}

export const dayMs = 86_400_000;

/** The UTC day of a moment, `YYYY-MM-DD`. */
export function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
