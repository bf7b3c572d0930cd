import { expect, it } from 'vitest';
import { grantedBy, roles, scopesOfRole } from './schema.ts';

it('grants what a scope or a role implies, and no more', () => {
  expect([...grantedBy(['operate'])].sort()).toEqual(['operate', 'read']);
  expect([...grantedBy(['ingest'])]).toEqual(['ingest']);
  expect(grantedBy(['admin']).size).toBe(4);
  expect(grantedBy([]).size).toBe(0);
  expect(roles.map((role) => grantedBy(scopesOfRole[role]).size)).toEqual([1, 3, 4]);
});
