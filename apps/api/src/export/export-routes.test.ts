import { expect, it } from 'vitest';
import { z } from 'zod';
import { hasOwnMetadata } from '../http/envelope.ts';
import { listRestRoutes } from '../http/list-rest-routes.ts';
import { appRouter } from '../router.ts';
import { exportRoutes } from './export-routes.ts';

it('has an export for every list that REST serves, but for those below one row', () => {
  const lists = listRestRoutes(appRouter).filter(({ method, template, output }) => {
    const metadata = hasOwnMetadata(output) ? output.shape.metadata : null;
    const isPaged = metadata instanceof z.ZodObject && 'nextCursor' in metadata.shape;
    return method === 'GET' && isPaged && !template.includes('{');
  });
  expect(exportRoutes.map(({ template }) => template).sort()).toEqual(
    lists.map(({ template }) => `${template}/export`).sort(),
  );
  expect(exportRoutes.every(({ access }) => access === 'read')).toBe(true);
});
