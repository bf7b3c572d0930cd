import type { OwnRules, RulesVersion } from '@apiscope/core/redact/rules-schema';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { Prisma } from '../client.ts';

/** A row of redaction_rules. */
export type RulesRow = {
  version: number;
  names: string[];
  exceptions: string[];
  shapes: OwnRules['shapes'];
  actor: string | null;
  created_at: Date;
};

export const rulesColumns = Prisma.sql`version, names, exceptions, shapes, actor, created_at`;

export function toRulesVersion({ exceptions, created_at, ...row }: RulesRow): RulesVersion {
  return { ...row, except: exceptions, created_at: printTimestamp(created_at.getTime()) };
}
