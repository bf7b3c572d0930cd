import { describe, expect, it } from 'vitest';
import type { Resource } from './fields.ts';
import { listInput, streamInput } from './list-input.ts';
import { operatorsOf } from './operators.ts';
import { logs } from './resources/logs.ts';
import { metrics } from './resources/metrics.ts';
import { users } from './resources/users.ts';
import { resources } from './resources.ts';

const input = listInput(users);
const messagesOf = (value: unknown) =>
  input
    .safeParse(value)
    .error?.issues.map(({ message }) => message)
    .join('\n');

describe('listInput', () => {
  it('has defaults and takes typed filters', () => {
    expect(input.parse({})).toEqual({ limit: 20, offset: 0 });
    expect(
      input.parse({ age__gte: 18, name__in: 'a,b', limit: 1_000, order_by: 'age', order: 'asc' }),
    ).toMatchObject({
      age__gte: 18,
      name__in: 'a,b',
      limit: 1_000,
    });
  });

  it.each([
    { limit: 0 },
    { limit: 1_001 },
    { limit: 1.5 },
    { limit: '5' },
    { offset: -1 },
    { order: 'up' },
    { order_by: 'deleted_at' },
    { order_by: 'id; drop table users' },
    { age__gte: 'x' },
    { name__isnull: 'maybe' },
    { search: 'x'.repeat(501) },
    { cursor: 5 },
  ])('refuses %j', (value) => {
    expect(input.safeParse(value).success).toBe(false);
  });

  it('says of each unknown name what is unknown about it', () => {
    expect(messagesOf({ page: 2, nick__eq: 'x', age__near: 1, age__like: '1' })?.split('\n')).toEqual([
      'unknown parameter',
      'unknown field nick; users has id, name, age, created_at, updated_at',
      expect.stringContaining('unknown operator near'),
      expect.stringContaining('like does not apply to age'),
    ]);
  });

  it('cannot sort by what is not sortable', () => {
    expect(listInput(logs).safeParse({ order_by: 'message' }).success).toBe(false);
    expect(listInput(logs).safeParse({ order_by: 'level' }).success).toBe(true);
    expect(listInput(metrics).safeParse({ order_by: 'windowEnd' }).success).toBe(false);
  });

  it.each<Resource>(Object.values(resources))(
    '$name has every operator of every field and no other filter',
    (resource) => {
      const names = Object.keys(listInput(resource).shape).filter((name) => name.includes('__'));
      const expected = Object.entries(resource.fields).flatMap(([name, field]) =>
        operatorsOf[field.type].map((op) => `${name}__${op}`),
      );
      expect(names.sort()).toEqual(expected.sort());
      for (const hidden of ['embedding', 'deleted_at', 'sketch']) {
        expect(names.some((name) => name.startsWith(hidden))).toBe(false);
      }
    },
  );
});

describe('streamInput', () => {
  it('takes filters, search and where to go on, and no paging', () => {
    const stream = streamInput(logs);
    expect(stream.parse({ level__gte: 'warn', search: 'x', lastEventId: '1-2' })).toBeTruthy();
    expect(stream.parse({ lastEventId: null })).toBeTruthy();
    expect(stream.safeParse({ limit: 5 }).success).toBe(false);
  });
});
