import type { Field, Resource } from '@apiscope/core/search/fields';
import { addMetricBatch } from '@apiscope/db/metrics/add-batch';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { ensureServices } from '@apiscope/db/services/ensure-services';
import { parentRow } from '@apiscope/db/testing/list-resources';
import { makeSamples } from '@apiscope/db/testing/make-samples';
import { insertModelRows } from '@apiscope/db/testing/model-rows';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeParameters } from '../http/decode-parameters.ts';
import { type ListDoor, listDoors } from '../testing/list-doors.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

const batchId = '0d4d9a50-6f5c-4a70-8f3c-3f6d2d6c8b11';
let database: TestDb;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  const tables = ['users', 'logs', 'snapshots', 'replayRuns', 'jobs', 'views'] as const;
  const more = ['replaySets', 'replaySetRuns', 'replaySends', 'keys', 'audit', 'traces'] as const;
  for (const name of [...tables, ...more]) await insertModelRows(database.db, name);
  const from = Date.UTC(2026, 0, 30);
  const made = makeSamples(100, { seed: 1, from, to: from + 3 * 86_400_000 });
  const samples = made.map((each, n) => ({ ...each, consumer: `c${n % 5}` }));
  await addMetricBatch(database.db, { batchId, service: 'shop', samples });
  await mergeBatch(database.db, { batchId, maxEndpoints: 100 });
  await ensureServices(database.db, ['bank', 'cart', 'desk']);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

/** Parameters of a query string, in the order written; a name may come twice. */
type Query = [name: string, text: string][];
/** What the answer says is wrong: status, and the parameters it names. */
type Refusal = { status: number; named: string[] };

async function askRest({ template }: ListDoor, query: Query): Promise<Refusal> {
  const { status, body } = await api.call(`${pathOf(template)}?${new URLSearchParams(query)}`);
  return { status, named: (body.error?.issues ?? []).map(({ path }) => path).sort() };
}

async function askTrpc({ procedure, shape, template }: ListDoor, query: Query): Promise<Refusal> {
  const path: Record<string, string> = template.includes('{id}') ? { id: String(parentRow) } : {};
  const input = decodeParameters(shape, { path, query: new URLSearchParams(query) });
  const response = await api.app.request(
    `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`,
  );
  const { error } = (await response.json()) as { error?: { data: { issues: { path: string }[] | null } } };
  return { status: response.status, named: (error?.data.issues ?? []).map(({ path }) => path).sort() };
}

const pathOf = (template: string) => template.replace('{id}', String(parentRow));
const firstOf = ({ fields }: Resource, fits: (field: Field) => boolean) =>
  Object.entries(fields).find(([, field]) => fits(field))?.[0];

/** What no door may take, with the parameters it must name. */
function badFilters(resource: Resource): [Query, string[]][] {
  const [number, text] = [
    firstOf(resource, ({ type }) => type === 'int')!,
    firstOf(resource, ({ type }) => type === 'text')!,
  ];
  const moment = firstOf(resource, ({ type }) => type === 'timestamp');
  const bad: Query = [
    ['nope', '1'],
    ['nope__eq', '1'],
    ['deleted_at__isnull', 'true'],
    ['embedding__isnull', 'true'],
    ['__proto____eq', '1'],
    [`${text}__regex`, 'x'],
    [`${text}__EQ`, 'x'],
    [text, 'x'],
    [`${number}__like`, '1'],
    [`${number}__eq`, 'seven'],
    [`${number}__eq`, ''],
    [`${number}__in`, '1,x'],
    [`${number}__in`, Array.from({ length: 1_001 }, (_, n) => n).join()],
    [`${number}__isnull`, 'maybe'],
    [`${text}__like`, 'a\0b'],
    ['search', 'a\0b'],
    ['search', 'x'.repeat(501)],
    ...(moment ? ([[`${moment}__gte`, 'yesterday']] as Query) : []),
  ];
  // Some fields are plain parameters as well, and say nothing wrong then.
  const unknown = bad.filter(([name]) => !plain.has(name));
  return [
    ...unknown.map((pair): [Query, string[]] => [[pair], [pair[0]]]),
    [
      [
        ['nope', '1'],
        [`${number}__eq`, 'x'],
        [`${text}__eq`, 'fine'],
        [`${text}__near`, 'x'],
      ],
      [`${number}__eq`, 'nope', `${text}__near`],
    ],
  ];
}
const plain = new Set(['service', 'endpoint', 'method', 'path', 'statusCode']);

const badPages: [Query, string[]][] = [
  [[['limit', '0']], ['limit']],
  [[['limit', '1001']], ['limit']],
  [[['limit', '']], ['limit']],
  [[['limit', '1.5']], ['limit']],
  [[['offset', '-1']], ['offset']],
  [[['order', 'up']], ['order']],
  [[['order', '']], ['order']],
  [[['order_by', 'deleted_at']], ['order_by']],
  [[['order_by', 'id; DROP TABLE users']], ['order_by']],
  [[['order_by', '']], ['order_by']],
  [[['cursor', '']], ['cursor']],
  [[['cursor', 'garbage']], ['cursor']],
  [[['cursor', Buffer.from('["users","x","id","asc",1,1]').toString('base64url')]], ['cursor']],
];

const doors = listDoors();
const lists = doors.filter(({ kind }) => kind === 'list');

describe('what no list, stream or export takes is refused with 400 that names it', () => {
  it.each(doors)('$kind $template', async (door) => {
    const cases = [...badFilters(door.resource), ...(door.kind === 'list' ? badPages : [])];
    for (const [query, named] of cases) {
      const refusal = { status: 400, named: [...named].sort() };
      expect({ query, ...(await askRest(door, query)) }).toEqual({ query, ...refusal });
      if (door.kind !== 'list') continue;
      expect({ query, trpc: true, ...(await askTrpc(door, query)) }).toEqual({
        query,
        trpc: true,
        ...refusal,
      });
    }
    const twice: Query = [
      ['search', 'a'],
      ['search', 'a'],
    ];
    expect(await askRest(door, twice)).toEqual({ status: 400, named: ['search'] });
  });
});

async function cursorOf({ template }: ListDoor, query: Query = []): Promise<string> {
  const { status, body } = await api.call(
    `${pathOf(template)}?${new URLSearchParams([...query, ['limit', '2']])}`,
  );
  expect({ template, status, hasMore: body.metadata?.nextCursor !== null }).toEqual({
    template,
    status: 200,
    hasMore: true,
  });
  return body.metadata.nextCursor!;
}

describe('a cursor holds for its own list, filter and order alone', () => {
  it.each(lists)('$template', async (door) => {
    const { resource } = door;
    const { by, direction } = resource.defaultOrder;
    const cursor = await cursorOf(door);
    const other = Object.keys(resource.fields).find(
      (name) => name !== by && resource.fields[name]!.sortable !== false,
    )!;
    const opposite = direction === 'asc' ? 'desc' : 'asc';
    const text = firstOf(resource, ({ type }) => type === 'text')!;
    const foreign = await Promise.all(
      lists.filter((list) => list.template !== door.template).map((list) => cursorOf(list)),
    );
    const cases: [Query, string[]][] = [
      ...foreign.map((cursor): [Query, string[]] => [[['cursor', cursor]], ['cursor']]),
      [
        [
          ['cursor', cursor],
          [`${text}__ne`, 'zz'],
        ],
        ['cursor'],
      ],
      [
        [
          ['cursor', cursor],
          ['search', 'a'],
        ],
        ['cursor'],
      ],
      [
        [
          ['cursor', cursor],
          ['offset', '1'],
        ],
        ['offset'],
      ],
      [
        [
          ['cursor', cursor],
          ['order_by', other],
        ],
        ['order_by'],
      ],
      [
        [
          ['cursor', cursor],
          ['order', opposite],
        ],
        ['order'],
      ],
      [
        [
          [
            'cursor',
            await cursorOf(door, [
              ['order_by', other],
              ['order', opposite],
            ]),
          ],
          ['order_by', by],
        ],
        ['order_by'],
      ],
      [
        [
          ['cursor', await cursorOf(door, [['order', opposite]])],
          ['order', direction],
        ],
        ['order'],
      ],
    ];
    for (const [query, named] of cases) {
      const refusal = { query, status: 400, named };
      expect({ query, ...(await askRest(door, query)) }).toEqual(refusal);
      expect({ query, ...(await askTrpc(door, query)) }).toEqual(refusal);
    }
    for (const again of [
      [],
      [['order_by', by]],
      [['order', direction]],
      [
        ['order_by', by],
        ['order', direction],
      ],
    ] as Query[])
      expect((await askRest(door, [['cursor', cursor], ...again])).status).toBe(200);
  });

  it('and for its own snapshot, window size, and range', async () => {
    const of = (template: string) => lists.find((door) => door.template === template)!;
    const [windows, ranked] = [of('/metrics'), of('/metrics/endpoints')];
    const cases: [ListDoor, Query, Query][] = [
      [windows, [], [['windowSize', '3600']]],
      [windows, [], [['startDate', '2026-01-30']]],
      [ranked, [], [['startDate', '2026-01-30']]],
      [ranked, [['endDate', '2026-02-01']], []],
    ];
    for (const [door, before, after] of cases) {
      const cursor = await cursorOf(door, before);
      expect(await askRest(door, [...after, ['cursor', cursor]])).toEqual({ status: 400, named: ['cursor'] });
    }
    const runs = of('/replay/{id}/runs');
    const cursor = await cursorOf(runs);
    expect(await askRest({ ...runs, template: '/replay/2/runs' }, [])).toEqual({ status: 200, named: [] });
    expect(await askRest({ ...runs, template: '/replay/2/runs' }, [['cursor', cursor]])).toEqual({
      status: 400,
      named: ['cursor'],
    });
  });
});
