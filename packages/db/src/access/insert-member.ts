import type { Role } from '@apiscope/core/access/schema';
import { AppError } from '@apiscope/core/errors';
import type { Tx } from '../client.ts';

/** A member to be stored, with what a password is kept as. */
export type NewMember = { email: string; name: string; role: Role; passwordHash: string };

/** Stores a member with a password. @throws AppError CONFLICT when the address is a member's already. */
export async function insertMember(tx: Tx, { email, name, role, passwordHash }: NewMember): Promise<number> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO members (email, name, role) VALUES (${email}, ${name}, ${role})
    ON CONFLICT (email) DO NOTHING RETURNING id`;
  if (!row) throw new AppError('CONFLICT', 'there is a member with this address already');
  await tx.$executeRaw`
    INSERT INTO accounts (member_id, provider_id, account_id, password)
    VALUES (${row.id}, 'credential', ${String(row.id)}, ${passwordHash})`;
  return row.id;
}
