import { z } from 'zod';
import type { RestRoute } from '../http/list-rest-routes.ts';
import type { OperationObject } from './document.ts';

/** Gives the parameters of an operation the words of the route's input: the generator takes off `optional`, which carries them. */
export function describeParameters(operation: OperationObject, { shape }: Pick<RestRoute, 'shape'>): void {
  for (const parameter of operation.parameters ?? []) {
    const described = shape?.[parameter.name];
    const description = described && z.globalRegistry.get(described)?.description;
    if (description !== undefined) parameter.description ??= description;
  }
}
