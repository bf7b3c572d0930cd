import { describe, expect, it } from 'vitest';
import { defaultRetentionDays, retentionPolicyInput } from './schema.ts';
import { type StoredPolicy, toKeepRules, withPolicy } from './to-keep-rules.ts';

const stored: StoredPolicy[] = [
  { kind: 'logs', service: null, days: 5 },
  { kind: 'logs', service: 'audit', days: 365 },
  { kind: 'snapshots', service: 'shop', days: 2 },
];

describe('toKeepRules', () => {
  it('puts what is stored over the defaults, and says which is which', () => {
    const rules = toKeepRules(defaultRetentionDays, stored);
    expect(rules.logs).toEqual({ days: 5, origin: 'policy', services: new Map([['audit', 365]]) });
    expect(rules.snapshots).toEqual({ days: 14, origin: 'default', services: new Map([['shop', 2]]) });
    expect(rules.deleted).toEqual({ days: 7, origin: 'default', services: new Map() });
  });

  it('can be asked what if', () => {
    const set = withPolicy(stored, { kind: 'logs', service: 'audit', days: 1 });
    expect(toKeepRules(defaultRetentionDays, set).logs.services).toEqual(new Map([['audit', 1]]));
    const reset = withPolicy(stored, { kind: 'logs', service: null, days: null });
    expect(toKeepRules(defaultRetentionDays, reset).logs).toMatchObject({ days: 30, origin: 'default' });
    expect(toKeepRules(defaultRetentionDays, stored).logs.days).toBe(5);
  });
});

describe('retentionPolicyInput', () => {
  it.each([
    [{ kind: 'logs', days: 0 }, 'days'],
    [{ kind: 'logs', days: 3_651 }, 'days'],
    [{ kind: 'logs', days: 1.5 }, 'days'],
    [{ kind: 'lines', days: 1 }, 'kind'],
    [{ kind: 'jobs', service: 'shop', days: 1 }, 'service'],
    [{ kind: 'logs', service: '', days: 1 }, 'service'],
  ])('refuses %j for its %s', (input, path) => {
    const { error } = retentionPolicyInput.safeParse(input);
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});
