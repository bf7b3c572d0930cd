import { defaultRules } from '@apiscope/core/redact/rules';
import type { RulesOverview } from '@apiscope/core/redact/rules-schema';
import { getRules } from '@apiscope/db/redaction/get-rules';
import { listRules } from '@apiscope/db/redaction/list-rules';
import type { Deps } from '../deps.ts';

/** Versions answered. */
const limit = 50;

/** The rules in force with their history. */
export async function getRulesOverview({ db, rules }: Pick<Deps, 'db' | 'rules'>): Promise<RulesOverview> {
  return {
    current: await getRules(db),
    inForce: rules.version(),
    builtIn: { names: [...defaultRules.names], except: [...defaultRules.except] },
    versions: await listRules(db, { limit }),
  };
}
