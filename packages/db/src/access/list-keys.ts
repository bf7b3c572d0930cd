import type { ApiKey } from '@apiscope/core/access/key-schema';
import type { Page } from '@apiscope/core/page';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
import { keyColumns, toKey } from './key-row.ts';

/** One page of the keys, revoked and expired ones too. */
export function listKeys(db: DbOrTx, query: ListQuery): Promise<Page<ApiKey>> {
  return listPage(db, { table: Prisma.sql`api_keys`, columns: keyColumns, query, mapRow: toKey });
}
