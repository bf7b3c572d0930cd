import type { Random } from '../seed/random.ts';

/** One call of the users API: what to send, and the status that it should be answered with. */
export type Call = {
  readonly method: string;
  readonly path: string;
  /** Text as it is sent, as some of it is broken on purpose. */
  readonly body?: string;
  readonly expected: number;
};

type Kind = { readonly weight: number; readonly make: (random: Random, ids: number[]) => Call };

const base = '/api/v1/users';
const missing = 2_147_483_000;
const names = [
  'Ada',
  'Grace',
  'Edsger',
  'Barbara',
  'Donald',
  'Frances',
  'Tony',
  'Radia',
  'Leslie',
  'Katherine',
];
const filters = [
  '?limit=5',
  '?order_by=age&order=desc&limit=10',
  '?age__gte=30&age__lt=60',
  '?name__ilike=ada',
  '?name__in=Ada%201,Grace%202',
  '?search=grace&limit=50',
  '?created_at__gte=2020-01-01&order_by=name&order=asc',
];
const badLists = [
  '?limit=0',
  '?limit=many',
  '?order_by=password',
  '?nickname__eq=x',
  '?age__near=5',
  '?age__gt=old',
];
const badBodies = [
  '{"name": ""',
  '{"name":"","age":5}',
  '{"name":"Ada","age":-1}',
  '{"name":"Ada","age":"old"}',
  '{}',
  '[]',
];

const kinds: readonly Kind[] = [
  { weight: 22, make: () => ({ method: 'GET', path: base, expected: 200 }) },
  { weight: 16, make: (random) => ({ method: 'GET', path: base + one(random, filters), expected: 200 }) },
  {
    weight: 26,
    make: (random, ids) =>
      withId(random, ids, (id) => ({ method: 'GET', path: `${base}/${id}`, expected: 200 })),
  },
  { weight: 14, make: create },
  {
    weight: 9,
    make: (random, ids) =>
      withId(random, ids, (id) => ({
        method: 'PATCH',
        path: `${base}/${id}`,
        body: JSON.stringify({ age: age(random) }),
        expected: 200,
      })),
  },
  {
    weight: 4,
    make: (random, ids) =>
      withId(random, ids, (id) => {
        ids.splice(ids.indexOf(id), 1);
        return { method: 'DELETE', path: `${base}/${id}`, expected: 200 };
      }),
  },
  {
    weight: 4,
    make: (random) => ({ method: 'GET', path: `${base}/${missing + random.integer(0, 600)}`, expected: 404 }),
  },
  { weight: 2, make: (random) => ({ method: 'GET', path: base + one(random, badLists), expected: 400 }) },
  {
    weight: 2,
    make: (random) => ({ method: 'POST', path: base, body: one(random, badBodies), expected: 400 }),
  },
  {
    weight: 1,
    make: (random) => ({
      method: 'GET',
      path: `/api/v1/no-such-route-${random.integer(1, 99)}`,
      expected: 404,
    }),
  },
];

/**
 * The next call of a realistic mix. `ids` are the users this run has made: nothing else is read by id, changed or deleted; the
 * caller adds the id of a created user, a deleted one is taken out here.
 */
export function nextCall(random: Random, ids: number[]): Call {
  return random.pick(kinds).make(random, ids);
}

function create(random: Random): Call {
  const name = `${one(random, names)} ${random.integer(1, 999)}`;
  return { method: 'POST', path: base, body: JSON.stringify({ name, age: age(random) }), expected: 201 };
}

function withId(random: Random, ids: readonly number[], make: (id: number) => Call): Call {
  return ids.length === 0 ? create(random) : make(ids[random.integer(0, ids.length - 1)]!);
}

function age(random: Random): number {
  return random.integer(18, 90);
}

function one<T>(random: Random, items: readonly T[]): T {
  return items[random.integer(0, items.length - 1)]!;
}
