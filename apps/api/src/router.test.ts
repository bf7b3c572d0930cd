import { describe, expect, it } from 'vitest';
import { appRouter } from './router.ts';
import type { ProcedureMeta } from './trpc/meta.ts';

const procedures = Object.entries(appRouter._def.procedures as object).map(([name, procedure]) => ({
  name,
  meta: (procedure as unknown as { _def: { meta?: ProcedureMeta } })._def.meta,
}));

describe('appRouter', () => {
  it('declares who may call each procedure, and describes those that REST serves', () => {
    for (const { name, meta } of procedures) {
      expect([name, meta?.access]).toEqual([
        name,
        expect.stringMatching(/^(public|read|ingest|operate|admin)$/),
      ]);
      if (meta?.openapi)
        expect([name, meta.openapi.summary, meta.openapi.tags?.length]).toEqual([
          name,
          expect.any(String),
          1,
        ]);
    }
  });

  it('lets nobody change anything with a reading permission', () => {
    const changing = procedures.filter(({ meta }) => meta?.openapi && meta.openapi.method !== 'GET');
    expect(changing.filter(({ meta }) => meta?.access === 'read').map(({ name }) => name)).toEqual([]);
  });
});
