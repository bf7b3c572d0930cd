import type { Resource } from '@apiscope/core/search/fields';
import { operatorsOf } from '@apiscope/core/search/operators';
import { resources } from '@apiscope/core/search/resources';
import { exportRoutes } from '../export/export-routes.ts';
import type { Shape } from '../http/decode-parameters.ts';
import { listRestRoutes } from '../http/list-rest-routes.ts';
import { appRouter } from '../router.ts';
import { logStream, metricStream } from '../stream/serve-streams.ts';

/** A route that takes the filters of a resource. */
export type ListDoor = {
  kind: 'list' | 'stream' | 'export';
  template: string;
  /** Name of the procedure behind it; null when REST alone has it. */
  procedure: string | null;
  shape: Shape;
  resource: Resource;
};

/** Every list, stream and export that REST serves: a new one is here by itself. */
export function listDoors(): ListDoor[] {
  const lists = listRestRoutes(appRouter).flatMap(({ method, template, procedure, shape }) =>
    method === 'GET' && shape && 'order_by' in shape
      ? [{ kind: 'list' as const, template, procedure, shape }]
      : [],
  );
  const streams = [logStream, metricStream].map(({ template, procedure, input }) => ({
    kind: 'stream' as const,
    template,
    procedure,
    shape: input.shape as Shape,
  }));
  const exports = exportRoutes.map(({ template, input }) => ({
    kind: 'export' as const,
    template,
    procedure: null,
    shape: input.shape as Shape,
  }));
  return [...lists, ...streams, ...exports].map((door) => ({ ...door, resource: resourceOf(door.shape) }));
}

/** Every `field__op` of a resource. */
export function filtersOf(resource: Resource): string[] {
  return Object.entries(resource.fields).flatMap(([name, { type }]) =>
    operatorsOf[type].map((op) => `${name}__${op}`),
  );
}

/** The resource whose filters, no more and no less, a route takes. */
function resourceOf(shape: Shape): Resource {
  const filters = Object.keys(shape).filter((name) => name.includes('__'));
  const found = Object.values<Resource>(resources).find((resource) => {
    const own = filtersOf(resource);
    return own.length === filters.length && own.every((name) => filters.includes(name));
  });
  if (!found) throw new Error(`no resource has the filters ${filters.join(', ')}`);
  return found;
}
