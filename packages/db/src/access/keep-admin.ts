import { AppError } from '@apiscope/core/errors';
import type { Tx } from '../client.ts';

/**
 * Makes sure that an admin is left without this member. All admins are locked until the transaction ends, so that two that go at once
 * take turns. @throws AppError CONFLICT when none is.
 */
export async function keepAdmin(tx: Tx, without: number): Promise<void> {
  const admins = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM members WHERE role = 'admin' ORDER BY id FOR UPDATE`;
  if (admins.length === 1 && admins[0]!.id === without)
    throw new AppError('CONFLICT', 'this is the last admin; make somebody else an admin first');
}
