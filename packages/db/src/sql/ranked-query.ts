import { relevance } from '@apiscope/core/search/fields';
import type { ListQuery } from '@apiscope/core/search/filter';
import { rankedWordsOf } from '@apiscope/core/search/lookups';

/** The words that rows may come near to: none where anything is in quotes, which is to be found as it stands or not at all. */
export function nearWords({ search }: ListQuery): string[] {
  const terms = search.filter(({ negated }) => !negated);
  return terms.some(({ quoted }) => quoted) ? [] : terms.flatMap(({ text }) => rankedWordsOf(text));
}

/** The query over its resource with one more field to sort by: how near a row comes, the nearest first. */
export function asRanked(query: ListQuery): ListQuery {
  const { resource } = query;
  const rank = { type: 'int', column: relevance, index: null, about: 'how near a row comes' } as const;
  const fields = { ...resource.fields, [relevance]: rank };
  const defaultOrder = { by: relevance, direction: 'desc' } as const;
  return { ...query, orderBy: relevance, order: 'desc', resource: { ...resource, fields, defaultOrder } };
}

/** The query by the default order of its resource where it asks for relevance: rows that hold every term have no rank of their own. */
export function byDefault(query: ListQuery): ListQuery {
  const { by, direction } = query.resource.defaultOrder;
  if (query.orderBy !== relevance) return query;
  return { ...query, orderBy: by, order: direction, explicit: { orderBy: false, order: false } };
}
