import { badParameter } from '../errors.ts';
import { parseViewChanges } from '../views/parse-view.ts';
import type { View } from '../views/schema.ts';
import type { CreateSetInput, ReplaySet, UpdateSetInput } from './set-schema.ts';

/** A set before it is stored. */
export type NewSet = Omit<ReplaySet, 'id' | 'learnedAt' | 'created_at' | 'updated_at'>;
/** What changes of a set; what is left out stays. */
export type SetChanges = { [K in keyof Omit<NewSet, 'service'>]?: NewSet[K] | undefined };

/**
 * Checks a set against the fields of requests, so that none is stored whose list would be refused.
 * @param from the saved view it is made from, if any.
 * @throws AppError BAD_REQUEST naming `filter.<parameter>`, `service` or `view`.
 */
export function parseSet(input: Omit<CreateSetInput, 'view'>, from: View | null): NewSet {
  if (from !== null && from.resource !== 'snapshots')
    throw badParameter('view', `“${from.name}” lists ${from.resource}, not captured requests`);
  const service = input.service ?? from?.service;
  if (!service) throw badParameter('service', 'expected the name of a service');
  const { filter, range } = parseViewChanges('snapshots', { filter: input.filter, range: input.range });
  return {
    name: input.name,
    service,
    filter: filter ?? from?.filter ?? {},
    range: range === undefined ? (from?.range ?? null) : range,
    target: input.target ?? null,
    maxRequests: input.maxRequests ?? 100,
    concurrency: input.concurrency ?? 4,
    rateLimit: input.rateLimit ?? 10,
    confirm: input.confirm ?? false,
    ignoredPaths: input.ignoredPaths ?? [],
    noisePaths: input.noisePaths ?? [],
  };
}

/** Checks changes of a set. @throws AppError BAD_REQUEST naming `filter.<parameter>`. */
export function parseSetChanges({ filter, range, ...plain }: Omit<UpdateSetInput, 'id'>): SetChanges {
  return { ...plain, ...parseViewChanges('snapshots', { filter, range }) };
}
