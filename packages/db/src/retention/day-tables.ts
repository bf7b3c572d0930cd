import type { KindByService } from '@apiscope/core/retention/schema';
import { Prisma } from '../client.ts';
import type { PartitionedTable } from '../partitions/parents.ts';

/** Where the rows of a kind are. */
export type DayTable = {
  table: PartitionedTable;
  /** Rows that stay whatever their age. */
  keep?: Prisma.Sql;
};

/** The kinds whose rows lie in a table a day. */
export const dayTables: Record<KindByService, DayTable> = {
  logs: { table: 'logs' },
  snapshots: { table: 'request_snapshots', keep: Prisma.sql`pinned AND deleted_at IS NULL` },
  metrics: { table: 'metrics_minutes' },
  traces: { table: 'spans' },
};
