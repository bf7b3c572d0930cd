import { describe, expect, it } from 'vitest';
import { explainUnknown } from './explain-unknown.ts';
import { logs } from './resources/logs.ts';
import { metrics } from './resources/metrics.ts';
import { users } from './resources/users.ts';

describe('explainUnknown', () => {
  it('is null for every operator a field takes', () => {
    expect(explainUnknown(users, 'age__gte')).toBeNull();
    expect(explainUnknown(users, 'name__ilike')).toBeNull();
    expect(explainUnknown(logs, 'level__in')).toBeNull();
    expect(explainUnknown(logs, 'created_at__lt')).toBeNull();
    expect(explainUnknown(logs, 'meta__isnull')).toBeNull();
  });

  it.each([
    ['page', 'unknown parameter'],
    ['agee__gt', 'unknown field agee; users has id, name, age, created_at, updated_at'],
    ['deleted_at__isnull', 'unknown field deleted_at'],
    ['__proto____eq', 'unknown field __proto__'],
    ['constructor__eq', 'unknown field constructor'],
    ['toString__eq', 'unknown field toString'],
    ['__eq', 'unknown field '],
    ['age__', 'unknown operator '],
    ['age__regex', 'unknown operator regex; there are eq, ne, gt, gte, lt, lte, like'],
    ['age__GT', 'unknown operator GT'],
    ['age__eq__eq', 'unknown field age__eq'],
    ['age__like', 'like does not apply to age, which takes eq, ne'],
    ['created_at__startswith', 'startswith does not apply to created_at'],
  ])('%s', (path, words) => {
    expect(explainUnknown(users, path)).toContain(words);
  });

  it('hidden columns of other resources are unknown too', () => {
    for (const hidden of ['embedding', 'sketch', 'severity', 'pattern_id', 'deleted_at', 'xid']) {
      expect(explainUnknown(logs, `${hidden}__eq`)).toContain(`unknown field ${hidden}`);
      expect(explainUnknown(metrics, `${hidden}__eq`)).toContain(`unknown field ${hidden}`);
    }
  });

  it('meta takes isnull and isnotnull alone', () => {
    expect(explainUnknown(logs, 'meta__eq')).toBe('eq does not apply to meta, which takes isnull, isnotnull');
  });
});
