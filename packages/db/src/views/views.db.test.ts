import { parseListQuery } from '@apiscope/core/search/parse';
import { views } from '@apiscope/core/search/resources/views';
import type { NewView } from '@apiscope/core/views/parse-view';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { createView } from './create-view.ts';
import { deleteView } from './delete-view.ts';
import { getView } from './get-view.ts';
import { listViews } from './list-views.ts';
import { updateView } from './update-view.ts';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

const notFound = { code: 'NOT_FOUND' };
const taken = { code: 'CONFLICT', issues: [{ path: 'name', message: expect.stringContaining('Fehler') }] };
const empty: Omit<NewView, 'name'> = {
  resource: 'logs',
  filter: {},
  columns: [],
  range: null,
  service: null,
};
const full: NewView = {
  name: "O'Brien 日本 😀",
  resource: 'snapshots',
  filter: { search: '"a\\b" -c', statusCode__gte: 500, requestId__isnull: true, path__in: 'a\\,b,c' },
  columns: ['timestamp', 'path'],
  range: { from: '2026-01-31T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
  service: 'shop',
};

describe('views', () => {
  it('come back as they were saved; a change touches what it names and moves updated_at', async () => {
    const created = await createView(test.db, full);
    expect(created).toEqual({
      ...full,
      id: created.id,
      created_at: expect.any(String),
      updated_at: created.created_at,
    });
    expect(await getView(test.db, { id: created.id })).toEqual(created);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const renamed = await updateView(test.db, { id: created.id, name: 'new' });
    expect(renamed).toEqual({ ...created, name: 'new', updated_at: renamed.updated_at });
    expect(renamed.updated_at > created.updated_at).toBe(true);
    const cleared = await updateView(test.db, {
      id: created.id,
      filter: {},
      columns: [],
      range: null,
      service: null,
    });
    expect(cleared).toEqual({
      ...renamed,
      filter: {},
      columns: [],
      range: null,
      service: null,
      updated_at: cleared.updated_at,
    });
    const relative = await updateView(test.db, { id: created.id, range: '24h' });
    expect([relative.range, relative.name]).toEqual(['24h', 'new']);
  });

  it('once deleted are not there for get, update, delete or list', async () => {
    const { id } = await createView(test.db, { ...empty, name: 'gone' });
    const stays = await createView(test.db, { ...empty, name: 'stays' });
    const before = await getView(test.db, { id });
    expect(await deleteView(test.db, { id })).toEqual(before);
    await expect(getView(test.db, { id })).rejects.toMatchObject(notFound);
    await expect(updateView(test.db, { id, name: 'x' })).rejects.toMatchObject(notFound);
    await expect(deleteView(test.db, { id })).rejects.toMatchObject(notFound);
    const { data, metadata } = await listViews(test.db, parseListQuery(views, { name__in: 'gone,stays' }));
    expect([data, metadata.total]).toEqual([[stays], 1]);
    expect(await test.db.savedView.count({ where: { id } })).toBe(1);
  });

  it('share no name within a resource; a deleted one frees its name', async () => {
    const first = await createView(test.db, { ...empty, name: 'Fehler' });
    await expect(createView(test.db, { ...empty, name: 'Fehler' })).rejects.toMatchObject(taken);
    await createView(test.db, { ...empty, name: 'Fehler', resource: 'jobs' });
    const other = await createView(test.db, { ...empty, name: 'fehler' });
    await expect(updateView(test.db, { id: other.id, name: 'Fehler' })).rejects.toMatchObject(taken);
    expect((await updateView(test.db, { id: first.id, name: 'Fehler' })).name).toBe('Fehler');
    await deleteView(test.db, { id: first.id });
    expect((await updateView(test.db, { id: other.id, name: 'Fehler' })).id).toBe(other.id);
  });

  it('saved at once under one name are one view', async () => {
    const saved = await Promise.allSettled(
      Array.from({ length: 5 }, () => createView(test.db, { ...empty, name: 'race' })),
    );
    expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of saved)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CONFLICT' });
  });
});
