import type { AuditEntry } from '@apiscope/core/access/audit-schema';
import type { Page } from '@apiscope/core/page';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
import { wireNumber, wireTime } from '../sql/wire.ts';

const columns = Prisma.raw(
  'id, actor, action, subject, details, request_id AS "requestId", created_at AS "createdAt"',
);
type AuditRow = Omit<AuditEntry, 'id' | 'created_at'> & { id: bigint; createdAt: Date };

/** One page of the audit log. */
export function listAudit(db: DbOrTx, query: ListQuery): Promise<Page<AuditEntry>> {
  return listPage(db, {
    table: Prisma.sql`audit_log`,
    columns,
    query,
    mapRow: ({ createdAt, ...row }: AuditRow): AuditEntry => ({
      ...row,
      id: wireNumber(row.id),
      created_at: wireTime(createdAt),
    }),
  });
}
