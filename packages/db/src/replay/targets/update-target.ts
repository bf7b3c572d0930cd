import type { ReplayTarget, UpdateTargetInput } from '@apiscope/core/replay/target-schema';
import { Prisma, type Tx } from '../../client.ts';
import { targetNotFound } from './get-target.ts';
import { refuseTakenName } from './refuse-taken-name.ts';
import type { SealedHeaders } from './sealed-headers.ts';
import { type TargetRow, targetColumns, toTarget } from './target-row.ts';

/** A target before it is changed. */
export type TargetBefore = { service: string; baseUrl: string; headers: SealedHeaders };

/**
 * Changes what is given of a target and moves `updated_at`. `headers` makes those to store of those that are there, while the row is held.
 * @throws AppError NOT_FOUND when there is none, or it is deleted; CONFLICT naming `name` when another target of its service has it.
 */
export async function updateTarget(
  tx: Tx,
  {
    id,
    headers,
    ...changes
  }: Omit<UpdateTargetInput, 'headers'> & { headers(before: TargetBefore): SealedHeaders },
): Promise<ReplayTarget> {
  const { name, baseUrl, allowedCidrs, lock } = changes;
  const [before] = await tx.$queryRaw<TargetRow[]>`
    SELECT ${targetColumns} FROM replay_targets WHERE id = ${id} AND deleted_at IS NULL FOR UPDATE`;
  if (!before) throw targetNotFound(id);
  const sealed = before.headersSealed && Uint8Array.from(before.headersSealed);
  const stored = headers({ ...before, headers: { names: before.headerNames, sealed } });
  const assignments = [
    Prisma.sql`updated_at = now()`,
    Prisma.sql`header_names = ${stored.names}::text[]`,
    Prisma.sql`headers_sealed = ${stored.sealed}`,
    ...(name === undefined ? [] : [Prisma.sql`name = ${name}`]),
    ...(baseUrl === undefined ? [] : [Prisma.sql`base_url = ${baseUrl}`]),
    ...(allowedCidrs === undefined ? [] : [Prisma.sql`allowed_cidrs = ${allowedCidrs}::text[]`]),
    ...(lock === undefined ? [] : [Prisma.sql`lock = ${lock}`]),
  ];
  const [row] = await refuseTakenName(
    name ?? '',
    tx.$queryRaw<TargetRow[]>`
      UPDATE replay_targets SET ${Prisma.join(assignments)} WHERE id = ${id} RETURNING ${targetColumns}`,
  );
  return toTarget(row!);
}
