import { z } from 'zod';

/** What a caller may do: `ingest` send data, `read` see it, `operate` change things, `admin` manage keys, people and rules. */
export const scopes = ['ingest', 'read', 'operate', 'admin'] as const;
export const scope = z.enum(scopes);
export type Scope = z.infer<typeof scope>;

/** What an operator who signs in is. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** What a role may do. */
export const scopesOfRole: Record<Role, readonly Scope[]> = {
  viewer: ['read'],
  operator: ['read', 'ingest', 'operate'],
  admin: scopes,
};

const implied: Record<Scope, readonly Scope[]> = {
  ingest: ['ingest'],
  read: ['read'],
  operate: ['operate', 'read'],
  admin: scopes,
};

/** The scopes that some scopes grant: who may operate may read, and an admin everything. */
export function grantedBy(given: readonly Scope[]): ReadonlySet<Scope> {
  return new Set(given.flatMap((each) => implied[each]));
}
