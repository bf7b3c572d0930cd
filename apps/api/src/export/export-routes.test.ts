import { expect, it } from 'vitest';
import { z } from 'zod';
import { hasOwnMetadata } from '../http/envelope.ts';
import { listRestRoutes } from '../http/list-rest-routes.ts';
import { servedPaths } from '../http/served-paths.ts';
import { appRouter } from '../router.ts';
import { exportRoutes } from './export-routes.ts';

/** Rows of a list that are asked for by a word that its senders chose, which may be `export` too. */
const named = new Set(['/services', '/consumers']);
const exportOf = (list: string) => (named.has(list) ? `/export${list}` : `${list}/export`);

it('has an export for every list that REST serves, but for those below one row, for whom the list is', () => {
  const lists = listRestRoutes(appRouter).filter(({ method, template, output }) => {
    const metadata = hasOwnMetadata(output) ? output.shape.metadata : null;
    const isPaged = metadata instanceof z.ZodObject && 'nextCursor' in metadata.shape;
    return method === 'GET' && isPaged && !template.includes('{');
  });
  expect(exportRoutes.map(({ template }) => template).sort()).toEqual(
    lists.map(({ template }) => exportOf(template)).sort(),
  );
  const accessOf = new Map(lists.map(({ template, access }) => [exportOf(template), access]));
  for (const { template, access } of exportRoutes)
    expect([template, access]).toEqual([template, accessOf.get(template)]);
});

it('leaves no row unreachable whose name is the last word of another path', () => {
  const words = servedPaths()
    .filter(({ template, methods }) => methods.includes('GET') && !template.includes('{'))
    .map(({ template }) => /^(.*)\/([^/]+)$/.exec(template)!)
    .map(([, folder, word]) => ({ folder, word }));
  const hidden = listRestRoutes(appRouter).flatMap(({ method, template, shape }) => {
    const [, folder, parameter] = /^(.*)\/\{(\w+)\}$/.exec(template) ?? [];
    const type = parameter && shape?.[parameter];
    if (method !== 'GET' || !type) return [];
    return words
      .filter((path) => path.folder === folder && z.safeParse(type, path.word).success)
      .map(({ word }) => `${template}: ${word}`);
  });
  expect(hidden).toEqual([]);
});
