import { grantedBy, type Role, type Scope, scopes } from '@apiscope/core/access/schema';
import type { AppError } from '@apiscope/core/errors';

/** The session in which a member asks. */
export type ActorSession = { id: number; member: { id: number; email: string; name: string; role: Role } };

/** Who makes a request. */
export type Actor = {
  kind: 'anonymous' | 'key' | 'member';
  /** As logs, runs and the audit log name them: `anonymous`, `key:<prefix>`, `member:<e-mail address>`. */
  name: string;
  /** What they may do, whatever that implies included. */
  scopes: ReadonlySet<Scope>;
  /** The one service whose data they may send; null: any. */
  service: string | null;
  /** Of a member; null for anybody else. */
  session: ActorSession | null;
  /** When what they showed runs out, milliseconds since the UTC epoch; null: never. */
  expiresAt: number | null;
  /** Why what they showed was not taken; doors that are open to all are open to them too. */
  refusal: AppError | null;
};

/** How a member is named as an actor. */
export const memberName = (email: string) => `member:${email}`;

/** Whoever asks while `AUTH=off`: this machine alone is served then. */
export const anybody: Actor = {
  kind: 'anonymous',
  name: 'anonymous',
  scopes: grantedBy(scopes),
  service: null,
  session: null,
  expiresAt: null,
  refusal: null,
};

/** Somebody who showed nothing, or nothing that counts. */
export function nobody(refusal: AppError | null = null): Actor {
  return { ...anybody, scopes: new Set(), refusal };
}
