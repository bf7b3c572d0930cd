import { AppError } from '@apiscope/core/errors';
import type { OwnRules, RulesVersion } from '@apiscope/core/redact/rules-schema';
import type { Tx } from '../client.ts';
import { notify } from '../stream/notify.ts';
import { getRules } from './get-rules.ts';
import { type RulesRow, rulesColumns, toRulesVersion } from './rules-row.ts';

/** Channel that tells every process of new rules. */
export const rulesChannel = 'apiscope_redaction_rules';

/**
 * Stores rules as the next version and tells every process.
 * @throws AppError CONFLICT naming `basedOn` when another version than that one holds.
 */
export async function setRules(
  tx: Tx,
  {
    names,
    except,
    shapes,
    actor,
    basedOn,
  }: OwnRules & { actor: string | null; basedOn?: number | undefined },
): Promise<RulesVersion> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${rulesChannel}))`;
  const { version } = await getRules(tx);
  if (basedOn !== undefined && basedOn !== version) {
    const message = `version ${version} holds by now, not ${basedOn}`;
    throw new AppError('CONFLICT', message, { issues: [{ path: 'basedOn', message }] });
  }
  const [row] = await tx.$queryRaw<RulesRow[]>`
    INSERT INTO redaction_rules (version, names, exceptions, shapes, actor)
    VALUES (${version + 1}, ${names}::text[], ${except}::text[], ${JSON.stringify(shapes)}::jsonb, ${actor})
    RETURNING ${rulesColumns}`;
  await notify(tx, rulesChannel);
  return toRulesVersion(row!);
}
