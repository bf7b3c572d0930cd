import type { RulesVersion } from '@apiscope/core/redact/rules-schema';
import type { DbOrTx } from '../client.ts';
import { type RulesRow, rulesColumns, toRulesVersion } from './rules-row.ts';

/** The newest versions of the redaction rules, newest first; none where nobody has set any. */
export async function listRules(db: DbOrTx, { limit }: { limit: number }): Promise<RulesVersion[]> {
  const rows = await db.$queryRaw<RulesRow[]>`
    SELECT ${rulesColumns} FROM redaction_rules ORDER BY version DESC LIMIT ${limit}`;
  return rows.map(toRulesVersion);
}
