import type { RetentionKind, RetentionPolicy } from '@apiscope/core/retention/schema';
import { type StoredPolicy, toKeepRules } from '@apiscope/core/retention/to-keep-rules';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { forecastRetention } from '@apiscope/db/retention/forecast-retention';
import type { Deps } from '../deps.ts';
import { nextCleanUp } from './next-clean-up.ts';

/** The days in force for a kind, or for one service of it, under the given policies, and what the next run does to the kind by them. */
export async function describePolicy(
  deps: Deps,
  { kind, service }: { kind: RetentionKind; service: string | null },
  policies: readonly StoredPolicy[],
): Promise<RetentionPolicy> {
  const rule = toKeepRules(deps.settings.retentionDays, policies)[kind];
  const own = service === null ? undefined : rule.services.get(service);
  const at = readTimestamp(await nextCleanUp(deps));
  return {
    kind,
    service,
    days: own ?? rule.days,
    origin: own === undefined ? rule.origin : 'policy',
    next: await forecastRetention(deps.db, { kind, rule, at }),
  };
}
