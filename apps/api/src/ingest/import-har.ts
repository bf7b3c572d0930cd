import type { ImportedHar } from '@apiscope/core/replay/import-schema';
import { type HarExchange, parseHar } from '@apiscope/core/replay/parse-har';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { batchIdOf } from '@apiscope/db/batch-id';
import { inTransaction } from '@apiscope/db/client';
import { withPartitions } from '@apiscope/db/partitions/ensure-partitions';
import { withPatience } from '@apiscope/db/pool/patience';
import { claimImport } from '@apiscope/db/replay/claim-import';
import { insertSnapshots, type NewSnapshot } from '@apiscope/db/replay/insert-snapshots';
import { ensureServices } from '@apiscope/db/services/ensure-services';
import { auditAct } from '../access/audit-act.ts';
import { requireService } from '../access/require-access.ts';
import { buildSnapshot } from '../capture/build-snapshot.ts';
import type { Deps } from '../deps.ts';
import { requestPatienceMs } from '../http/bound-waiting.ts';
import { checkMoment } from '../http/check-moment.ts';
import type { Context } from '../trpc/context.ts';
import { locateAddress } from './locate-address.ts';

/** Snapshots in one statement. */
const chunk = 200;
/** A large file is many statements in one transaction, which a minute ends. */
const importPatience = { totalMs: 60_000, eachMs: requestPatienceMs };

/**
 * Stores the exchanges of a HAR file as snapshots, whole or not at all, and once: an import is known by what it holds. They are not counted in
 * the metrics, as what a browser measured is not what the service did.
 * @throws AppError BAD_REQUEST naming the places that are broken, FORBIDDEN when the key is of another service.
 */
export async function importHar(
  ctx: Pick<Context, 'actor' | 'requestId' | 'deps'>,
  { har, service, again }: { har: unknown; service?: string | undefined; again?: boolean | undefined },
): Promise<ImportedHar> {
  const { deps } = ctx;
  const { exchanges, skipped } = parseHar(har, { service });
  const now = deps.clock.now();
  for (const { index, timestamp } of exchanges)
    checkMoment(`log.entries.${index}.startedDateTime`, timestamp, now);
  const services = [...new Set(exchanges.map((exchange) => exchange.service))].sort();
  for (const name of services) requireService(ctx.actor, name);
  const moments = exchanges.map(({ timestamp }) => timestamp);
  const about = {
    skipped,
    services: services.slice(0, 100),
    from: edge(moments, Math.min),
    to: edge(moments, Math.max),
  };
  if (exchanges.length === 0) return { imported: 0, duplicate: false, ...about };
  const id = batchIdOf(['har', exchanges]);
  const snapshots = exchanges.map((exchange) => toSnapshot(deps, exchange));
  const store = (): Promise<boolean> =>
    inTransaction(deps.db, async (tx) => {
      if (!(await claimImport(tx, { id, service: services[0]! })) && !again) return false;
      await ensureServices(tx, services);
      for (let at = 0; at < snapshots.length; at += chunk)
        await insertSnapshots(tx, snapshots.slice(at, at + chunk));
      await auditAct(ctx, tx, {
        action: 'import.har',
        subject: about.services.join(', '),
        details: { imported: snapshots.length, from: about.from, to: about.to },
      });
      return true;
    });
  const isNew = await withPatience(importPatience, () =>
    withPartitions(deps.db, { table: 'request_snapshots', moments }, store),
  );
  deps.ingested.addRecords('import_har', { [isNew ? 'accepted' : 'duplicate']: snapshots.length });
  return { imported: isNew ? snapshots.length : 0, duplicate: !isNew, ...about };
}

function edge(moments: readonly number[], choose: (a: number, b: number) => number): string | null {
  return moments.length === 0 ? null : printTimestamp(moments.reduce((a, b) => choose(a, b)));
}

/** Redacts an exchange; what an export had redacted before counts as well, though nothing of it is left to be found. */
function toSnapshot(deps: Deps, { index: _, redactedPaths, ...exchange }: HarExchange): NewSnapshot {
  const built = buildSnapshot(deps.redactor, {
    ...exchange,
    userId: null,
    geo: locateAddress(deps, undefined),
  });
  const before = redactedPaths.map((path) => deps.redactor.text(path));
  return { ...built, redactedPaths: [...new Set([...built.redactedPaths, ...before])] };
}
