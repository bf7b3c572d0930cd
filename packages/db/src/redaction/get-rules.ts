import type { RulesVersion } from '@apiscope/core/redact/rules-schema';
import type { DbOrTx } from '../client.ts';
import { listRules } from './list-rules.ts';

/** What holds where nobody has set rules: nothing beside the built-in ones. */
const noRules: RulesVersion = {
  version: 0,
  names: [],
  except: [],
  shapes: {},
  actor: null,
  created_at: null,
};

/** The redaction rules in force. */
export async function getRules(db: DbOrTx): Promise<RulesVersion> {
  const [newest] = await listRules(db, { limit: 1 });
  return newest ?? noRules;
}
